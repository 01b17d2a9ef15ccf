// e^x with the same bits on every compiler and platform: for gains and draws that must not differ.
#pragma once

namespace genrelens {

// Within a few ulp; 0 below −700 and the value at 700 above it. Only operations that IEEE 754 rounds exactly.
double exponential(double x);

// 10^(decibel / 20): the amplitude that a level stands for.
double amplitude_of(double decibel);

}  // namespace genrelens
