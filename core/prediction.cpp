#include "core/prediction.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace genrelens {
namespace {

// Seconds of song that an answer heard; never below 0.
double heard(const ChunkAnswer& answer) { return std::max(answer.end_seconds - answer.begin_seconds, 0.0); }

bool earlier(const ChunkAnswer& left, const ChunkAnswer& right) {
  if (left.begin_seconds != right.begin_seconds) return left.begin_seconds < right.begin_seconds;
  return left.number < right.number;
}

// What each answer counts, 1 in all.
std::vector<double> weights_of(std::span<const ChunkAnswer> timeline) {
  double seconds = 0;
  for (const ChunkAnswer& answer : timeline) seconds += heard(answer);
  // Chunks without length, which no song gives, count alike.
  const bool alike = !(seconds > 0);
  const double total = alike ? static_cast<double>(timeline.size()) : seconds;
  std::vector<double> weights;
  for (const ChunkAnswer& answer : timeline) weights.push_back((alike ? 1.0 : heard(answer)) / total);
  return weights;
}

// Summed in order of time, so that the order in which the answers came changes no bit.
std::vector<double> weighted_mean(std::span<const ChunkAnswer> timeline, std::span<const double> weights,
                                  std::size_t labels) {
  std::vector<double> mean(labels, 0.0);
  for (std::size_t i = 0; i < timeline.size(); i++) {
    assert(timeline[i].probabilities.size() == labels);
    for (std::size_t label = 0; label < labels; label++) mean[label] += weights[i] * timeline[i].probabilities[label];
  }
  return mean;
}

// Where all are 1, it is 1 to the bit: a sum of weights may fall short of it.
double music_mean(std::span<const ChunkAnswer> timeline, std::span<const double> weights) {
  double against = 0;
  for (std::size_t i = 0; i < timeline.size(); i++) against += weights[i] * (1 - double{timeline[i].music});
  return std::max(1 - against, 0.0);
}

}  // namespace

std::vector<float> softmax(std::span<const float> logits, double temperature) {
  assert(temperature > 0);
  std::vector<float> probabilities(logits.size());
  if (logits.empty()) return probabilities;
  const double highest = *std::max_element(logits.begin(), logits.end());
  std::vector<double> exponentials(logits.size());
  double sum = 0;
  for (std::size_t i = 0; i < logits.size(); i++) {
    exponentials[i] = std::exp((logits[i] - highest) / temperature);
    sum += exponentials[i];
  }
  for (std::size_t i = 0; i < logits.size(); i++) probabilities[i] = static_cast<float>(exponentials[i] / sum);
  return probabilities;
}

ChunkProbabilities chunk_probabilities(std::span<const float> logits, std::size_t labels, double temperature) {
  assert(logits.size() == labels || logits.size() == labels + 1);
  ChunkProbabilities said{.genres = softmax(logits.first(labels), temperature)};
  if (logits.size() > labels) said.music = static_cast<float>(1 / (1 + std::exp(-double{logits[labels]})));
  return said;
}

Prediction aggregate(std::span<const ChunkAnswer> answers, const AggregateOptions& options) {
  Prediction prediction;
  if (answers.empty() || options.labels == 0) return prediction;
  prediction.timeline.assign(answers.begin(), answers.end());
  std::sort(prediction.timeline.begin(), prediction.timeline.end(), earlier);

  const std::vector<double> weights = weights_of(prediction.timeline);
  const std::vector<double> mean = weighted_mean(prediction.timeline, weights, options.labels);
  for (std::size_t label = 0; label < mean.size(); label++) {
    prediction.ranked.push_back({label, static_cast<float>(mean[label])});
  }
  std::sort(prediction.ranked.begin(), prediction.ranked.end(), [](const Ranked& left, const Ranked& right) {
    return left.probability > right.probability || (left.probability == right.probability && left.label < right.label);
  });
  prediction.sure = *std::max_element(mean.begin(), mean.end()) >= options.unsure_below;
  prediction.music = music_mean(prediction.timeline, weights);
  prediction.is_music = prediction.music >= options.music_below;
  return prediction;
}

}  // namespace genrelens
