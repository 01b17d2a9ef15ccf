#include "web/window/verdict.h"

namespace genrelens::window {
namespace {

constexpr float kNearlyAsProbable = 2.0F / 3;  // of the first: then the second is named with it,
constexpr float kMost = 0.55F;                 // if both together are most of the probability
constexpr float kLittle = 0.3F;                // a first with less leaves most of it to many others

}  // namespace

Answer judge(std::span<const float> probabilities, bool sure, bool is_music) {
  Answer answer = {.first = 0, .second = 1};
  if (probabilities[1] > probabilities[0]) answer = {.first = 1, .second = 0};
  for (std::size_t label = 2; label < probabilities.size(); label++) {
    if (probabilities[label] > probabilities[answer.first]) {
      answer.second = answer.first;
      answer.first = label;
    } else if (probabilities[label] > probabilities[answer.second]) {
      answer.second = label;
    }
  }
  const float first = probabilities[answer.first];
  const float second = probabilities[answer.second];
  if (!is_music) {
    answer.verdict = Verdict::no_music;
  } else if (second >= kNearlyAsProbable * first && first + second >= kMost) {
    answer.verdict = Verdict::between;
  } else if (sure) {
    answer.verdict = Verdict::sure;
  } else {
    answer.verdict = first < kLittle ? Verdict::hard : Verdict::perhaps;
  }
  return answer;
}

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::sure:
      return "sure";
    case Verdict::between:
      return "between";
    case Verdict::perhaps:
      return "perhaps";
    case Verdict::hard:
      return "hard";
    case Verdict::no_music:
      return "no-music";
  }
  return "";
}

}  // namespace genrelens::window
