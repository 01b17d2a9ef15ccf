#include "native/music_logit.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "native/descent.h"
#include "native/evaluation.h"
#include "native/model_answer.h"
#include "native/row_chunks.h"

namespace genrelens {
namespace {

constexpr double kPenalty = 0.01;  // on half the squared length of the weights, against the mean loss
constexpr int kSteps = 600;
constexpr std::size_t kFolds = 10;

// Chunks to learn, standardised: (rows, size).
struct Lesson {
  std::size_t size = 0;
  std::vector<float> values;
  std::vector<float> targets;  // 1: music
  std::vector<float> shares;   // of the loss, sum 1
  Standardisation scale;
};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

void add_rows(Lesson& lesson, std::span<const HeardClip> clips) {
  for (const HeardClip& clip : clips) {
    for (const std::vector<float>& embedding : clip.embeddings) {
      lesson.size = embedding.size();
      lesson.values.insert(lesson.values.end(), embedding.begin(), embedding.end());
      lesson.targets.push_back(clip.music ? 1 : 0);
    }
  }
}

Lesson make_lesson(std::span<const HeardClip> clips, std::span<const HeardClip> always) {
  Lesson lesson;
  add_rows(lesson, clips);
  add_rows(lesson, always);
  double music = 0;
  for (const float target : lesson.targets) music += target;
  const double other = static_cast<double>(lesson.targets.size()) - music;
  assert(music > 0 && other > 0);
  for (const float target : lesson.targets) {
    lesson.shares.push_back(static_cast<float>(0.5 / (target > 0 ? music : other)));
  }
  lesson.scale = standardise(lesson.values, lesson.size);
  return lesson;
}

// Gradient of the mean loss at `point`, whose last number is the bias, which is not penalised.
std::vector<float> gradient_at(const Lesson& lesson, const std::vector<float>& point) {
  const std::size_t size = lesson.size;
  std::vector<float> gradient(size + 1, 0);
  for (std::size_t i = 0; i < size; i++) gradient[i] = static_cast<float>(kPenalty) * point[i];
  for (std::size_t row = 0; row < lesson.targets.size(); row++) {
    const float* values = &lesson.values[row * size];
    const double guess = sigmoid(dot(values, point.data(), size) + point[size]);
    const float pull = lesson.shares[row] * static_cast<float>(guess - lesson.targets[row]);
    for (std::size_t i = 0; i < size; i++) gradient[i] += pull * values[i];
    gradient[size] += pull;
  }
  return gradient;
}

std::vector<float> find_minimum(const Lesson& lesson) {
  double bend = kPenalty;  // of the loss: at most a quarter of a row's squared length, on average
  for (std::size_t row = 0; row < lesson.targets.size(); row++) {
    const float* values = &lesson.values[row * lesson.size];
    bend += lesson.shares[row] * (dot(values, values, lesson.size) + 1) / 4;
  }
  const auto gradient = [&](const std::vector<float>& point) { return gradient_at(lesson, point); };
  return descend(gradient, bend, std::vector<float>(lesson.size + 1, 0), kSteps);
}

}  // namespace

Result<std::vector<HeardClip>> hear_clips(Model& model, const FeatureFolder& folder,
                                          std::span<const std::size_t> tracks, bool music) {
  if (const auto error = rows_fit(model.card.features, folder.recipe)) return *error;
  std::vector<HeardClip> clips;
  for (const std::size_t track : tracks) {
    Result<std::vector<std::vector<float>>> embeddings = chunk_embeddings(model, folder, track);
    if (!embeddings) return embeddings.error();
    clips.push_back({.music = music, .embeddings = std::move(*embeddings)});
  }
  return clips;
}

MusicReading fit_music_reading(std::span<const HeardClip> clips, std::span<const HeardClip> always) {
  const Lesson lesson = make_lesson(clips, always);
  const std::vector<float> point = find_minimum(lesson);
  MusicReading reading{.weights = std::vector<float>(lesson.size), .bias = point[lesson.size]};
  for (std::size_t i = 0; i < lesson.size; i++) {
    reading.weights[i] = point[i] / lesson.scale.deviations[i];
    reading.bias -= reading.weights[i] * lesson.scale.means[i];
  }
  return reading;
}

std::vector<HeardClip> read_clips(std::span<const HeardClip> clips, const MusicReading& reading) {
  std::vector<HeardClip> read;
  for (const HeardClip& clip : clips) {
    HeardClip& short_clip = read.emplace_back(HeardClip{.music = clip.music, .embeddings = {}});
    for (const std::vector<float>& embedding : clip.embeddings) {
      short_clip.embeddings.push_back({dot(embedding.data(), reading.weights.data(), embedding.size()) + reading.bias});
    }
  }
  return read;
}

MusicReading rescale(const MusicReading& reading, const MusicReading& scale) {
  assert(scale.weights.size() == 1);
  MusicReading rescaled = reading;
  for (float& weight : rescaled.weights) weight *= scale.weights[0];
  rescaled.bias = reading.bias * scale.weights[0] + scale.bias;
  return rescaled;
}

double music_probability(const MusicReading& reading, const HeardClip& clip) {
  double sum = 0;
  for (const std::vector<float>& embedding : clip.embeddings) {
    sum += sigmoid(dot(embedding.data(), reading.weights.data(), embedding.size()) + reading.bias);
  }
  return sum / static_cast<double>(clip.embeddings.size());
}

MusicJudgement judge_music(std::span<const HeardClip> clips, std::span<const double> probabilities) {
  std::size_t right[2] = {0, 0}, all[2] = {0, 0};
  for (std::size_t i = 0; i < clips.size(); i++) {
    all[clips[i].music ? 1 : 0]++;
    if ((probabilities[i] >= kMusicBelow) == clips[i].music) right[clips[i].music ? 1 : 0]++;
  }
  return {.music_let_through = share_score(right[1], all[1]), .other_sound_refused = share_score(right[0], all[0])};
}

void write_scores(Card& card, const MusicJudgement& judgement) {
  card.metrics[kMusicLetThrough] = judgement.music_let_through;
  card.metrics[kOtherSoundRefused] = judgement.other_sound_refused;
}

MusicJudgement cross_validate_music(std::span<const HeardClip> clips, std::span<const HeardClip> always) {
  std::vector<std::size_t> folds;
  std::size_t dealt[2] = {0, 0};
  for (const HeardClip& clip : clips) folds.push_back(dealt[clip.music ? 1 : 0]++ % kFolds);
  std::vector<double> probabilities(clips.size());
  for (std::size_t fold = 0; fold < kFolds; fold++) {
    std::vector<HeardClip> learnt;
    for (std::size_t i = 0; i < clips.size(); i++) {
      if (folds[i] != fold) learnt.push_back(clips[i]);
    }
    const MusicReading reading = fit_music_reading(learnt, always);
    for (std::size_t i = 0; i < clips.size(); i++) {
      if (folds[i] == fold) probabilities[i] = music_probability(reading, clips[i]);
    }
  }
  return judge_music(clips, probabilities);
}

std::optional<Error> refuse_music_logit(const Network& network) {
  int from = network.layer(network.logits_layer()).inputs[0];
  while (network.layer(from).operation == Operation::dropout) from = network.layer(from).inputs[0];
  if (from == network.embedding_layer() && network.layer(network.logits_layer()).operation == Operation::dense) {
    return {};
  }
  return Error{.code = ErrorCode::unsupported,
               .message = network.name() + " reads its labels from something else than its embedding: it cannot be " +
                          "taught to tell music."};
}

void append_music_logit(Weights& weights, const Network& network, const MusicReading& reading) {
  const std::string& name = network.layer(network.logits_layer()).name;
  Tensor& matrix = weights.at(name + ".weight");
  assert(matrix.shape[1] == static_cast<std::int64_t>(reading.weights.size()));
  matrix.shape[0]++;
  matrix.values.insert(matrix.values.end(), reading.weights.begin(), reading.weights.end());
  Tensor& bias = weights.at(name + ".bias");
  bias.shape[0]++;
  bias.values.push_back(reading.bias);
}

}  // namespace genrelens
