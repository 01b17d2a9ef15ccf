#include "core/front_end.h"

namespace genrelens {

FrontEnd vggish_front_end() {
  return {.mel = {.sample_rate = 16000,
                  .fft_length = 512,
                  .window_length = 400,
                  .hop_length = 160,
                  .padding = Padding::window,
                  .power = 1,
                  .bands = 64,
                  .scale = MelScale::kaldi,
                  .norm = MelNorm::none,
                  .low_frequency = 125,
                  .high_frequency = 7500},
          .logarithm = {.offset = 0.01},
          .patch_frames = 96,
          .patch_hop = 96};
}

FrontEnd yamnet_front_end() {
  FrontEnd front = vggish_front_end();
  front.logarithm.offset = 0.001;
  front.patch_hop = 48;
  return front;
}

FrontEnd efficientat_front_end() {
  return {.mel = {.sample_rate = 32000,
                  .fft_length = 1024,
                  .window_length = 800,
                  .hop_length = 320,
                  .padding = Padding::reflect,
                  .power = 2,
                  .bands = 128,
                  .scale = MelScale::kaldi,
                  .norm = MelNorm::none,
                  .low_frequency = 0,
                  .high_frequency = 15000,  // sample_rate / 2 − half of the 2000 Hz by which training varied it
                  .window = WindowShape::symmetric,
                  .pre_emphasis = 0.97},
          .logarithm = {.offset = 1e-5, .shift = 4.5, .divisor = 5},
          .patch_frames = 1000,
          .patch_hop = 1000};
}

}  // namespace genrelens
