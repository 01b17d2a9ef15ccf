// The front-ends of published networks: what to do to sound so that their weights understand it.
//
//   const FrontEnd front = yamnet_front_end();
//   Result<MelSpectrogram> mel = MelSpectrogram::create(front.mel);         // sound at front.mel.sample_rate, mono
//   mel->compute(samples, bands, *workspace);                               // (frames, front.mel.bands)
//   natural_levels(bands, front.logarithm, bands);
//
// Patch p of a network that takes patch_frames at once is rows p · patch_hop … + patch_frames − 1 of the result, which
// stand together in memory: (patch_frames, bands), time first.
#pragma once

#include <cstddef>

#include "core/logarithm.h"
#include "core/mel.h"

namespace genrelens {

struct FrontEnd {
  MelOptions mel;
  NaturalOptions logarithm;
  std::size_t patch_frames = 0;
  std::size_t patch_hop = 0;  // frames

  bool operator==(const FrontEnd&) const = default;
};

// TensorFlow models, audioset/vggish (vggish_params.py, mel_features.py): 16 kHz, 25 ms every 10 ms, 64 bands of
// magnitude, log(x + 0.01), patches of 0.96 s side by side.
FrontEnd vggish_front_end();

// TensorFlow models, audioset/yamnet (params.py, features.py): the same with log(x + 0.001) and a patch each 0.48 s.
// The test patch that comes with the int8 weights was made otherwise: of sound at peak 1, with log(x + 0.01).
FrontEnd yamnet_front_end();

// EfficientAT (models/preprocess.py, evaluation): 32 kHz, pre-emphasis 0.97, 25 ms every 10 ms, 128 bands of power up
// to 15 kHz, (log(x + 1e-5) + 4.5) / 5. Trained on clips of 10 s; the network takes any length, as (bands, frames).
FrontEnd efficientat_front_end();

}  // namespace genrelens
