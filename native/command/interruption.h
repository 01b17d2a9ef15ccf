// Ctrl-C and SIGTERM as a wish: what is half done is finished or left so that the same command goes on.
#pragma once

#include <atomic>

namespace genrelens {

// From here on the first of either sets was_interrupted(); a second one ends the program.
void catch_interruption();
bool was_interrupted();

// The same, for other threads to look at.
const std::atomic<bool>& interruption();

}  // namespace genrelens
