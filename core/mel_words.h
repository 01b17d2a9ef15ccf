// What cards and recipes call the options of a mel spectrogram alike. For sources alone, as json_fields.h.
#pragma once

#include <array>

#include "core/json_fields.h"
#include "core/mel.h"

namespace genrelens {

inline constexpr std::array<Word<WindowShape>, 2> kWindowWords = {
    {{"hann-periodic", WindowShape::periodic}, {"hann-symmetric", WindowShape::symmetric}}};
inline constexpr std::array<Word<MelScale>, 3> kScaleWords = {
    {{"slaney", MelScale::slaney}, {"htk", MelScale::htk}, {"kaldi", MelScale::kaldi}}};

}  // namespace genrelens
