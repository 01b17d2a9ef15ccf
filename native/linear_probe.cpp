#include "native/linear_probe.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "native/descent.h"
#include "native/evaluation.h"
#include "native/model_answer.h"
#include "native/model_card.h"
#include "native/model_folder.h"

namespace genrelens {
namespace {

constexpr int kSteps = 1000;

// In place: logits to probabilities.
void softmax(std::vector<double>& values) {
  const double greatest = *std::max_element(values.begin(), values.end());
  double sum = 0;
  for (double& value : values) sum += value = std::exp(value - greatest);
  for (double& value : values) value /= sum;
}

// (rows, labels): what the layer says of the embeddings.
std::vector<double> logits_of(const ProbeLesson& lesson, const LastLayer& layer) {
  std::vector<double> logits;
  for (std::size_t row = 0; row < lesson.truth.size(); row++) {
    for (std::size_t label = 0; label < lesson.labels; label++) {
      const float* weights = &layer.weight.values[label * lesson.size];
      logits.push_back(dot(&lesson.embeddings[row * lesson.size], weights, lesson.size) + layer.bias.values[label]);
    }
  }
  return logits;
}

// Of the mean loss and the penalty, by the layer's way from its start: (labels, size), standardised.
std::vector<float> gradient_at(const ProbeLesson& lesson, std::span<const double> start, double penalty,
                               const std::vector<float>& way) {
  std::vector<float> gradient(way.size());
  for (std::size_t i = 0; i < way.size(); i++) gradient[i] = static_cast<float>(2 * penalty) * way[i];
  std::vector<double> guess(lesson.labels);
  for (std::size_t row = 0; row < lesson.truth.size(); row++) {
    const float* values = &lesson.embeddings[row * lesson.size];
    for (std::size_t label = 0; label < lesson.labels; label++) {
      guess[label] = start[row * lesson.labels + label] + dot(&way[label * lesson.size], values, lesson.size);
    }
    softmax(guess);
    guess[lesson.truth[row]] -= 1;
    for (std::size_t label = 0; label < lesson.labels; label++) {
      const float pull = lesson.shares[row] * static_cast<float>(guess[label]);
      for (std::size_t i = 0; i < lesson.size; i++) gradient[label * lesson.size + i] += pull * values[i];
    }
  }
  return gradient;
}

// Every chunk of the training tracks, by the network as it starts.
Result<ProbeLesson> hear_lesson(const TrainingTask& task, Model& model) {
  const TrainingData& data = task.data;
  std::vector<std::size_t> tracks_of(data.labels.size());
  for (const std::size_t track : data.train.tracks) {
    const auto label = label_of(data.labels, data.folder.tracks[track].genre);
    if (!label) return Error{ErrorCode::bad_field, data.folder.tracks[track].id + " is of no genre that is learnt."};
    tracks_of[*label]++;
  }
  const auto genres = static_cast<float>(std::ranges::count_if(tracks_of, [](std::size_t count) { return count > 0; }));
  ProbeLesson lesson{.labels = data.labels.size()};
  for (const std::size_t track : data.train.tracks) {
    const std::size_t label = *label_of(data.labels, data.folder.tracks[track].genre);
    const Result<std::vector<std::vector<float>>> heard = chunk_embeddings(model, data.folder, track);
    if (!heard) return heard.error();
    const auto chunks = static_cast<float>(heard->size());
    for (const std::vector<float>& embedding : *heard) {
      lesson.size = embedding.size();
      lesson.embeddings.insert(lesson.embeddings.end(), embedding.begin(), embedding.end());
      lesson.truth.push_back(label);
      lesson.shares.push_back(1 / (genres * static_cast<float>(tracks_of[label]) * chunks));
    }
  }
  return lesson;
}

// Loss and accuracy on what was learnt, by the shares.
void judge_lesson(const ProbeLesson& lesson, const LastLayer& layer, EpochResult& result) {
  const std::vector<double> logits = logits_of(lesson, layer);
  for (std::size_t row = 0; row < lesson.truth.size(); row++) {
    const auto first = logits.begin() + static_cast<std::ptrdiff_t>(row * lesson.labels);
    std::vector<double> guess(first, first + static_cast<std::ptrdiff_t>(lesson.labels));
    softmax(guess);
    const auto best = std::max_element(guess.begin(), guess.end()) - guess.begin();
    result.train_loss -= lesson.shares[row] * std::log(std::max(guess[lesson.truth[row]], 1e-12));
    result.train_accuracy += static_cast<std::size_t>(best) == lesson.truth[row] ? lesson.shares[row] : 0;
  }
}

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

}  // namespace

LastLayer fit_linear_probe(ProbeLesson lesson, const LastLayer& start, double penalty) {
  assert(penalty > 0 && lesson.embeddings.size() == lesson.truth.size() * lesson.size);
  const std::vector<double> logits = logits_of(lesson, start);
  const Standardisation scale = standardise(lesson.embeddings, lesson.size);
  double bend = 2 * penalty;  // of the loss: at most half a row's squared length, on average
  for (std::size_t row = 0; row < lesson.truth.size(); row++) {
    const float* values = &lesson.embeddings[row * lesson.size];
    bend += lesson.shares[row] * dot(values, values, lesson.size) / 2;
  }
  const auto gradient = [&](const std::vector<float>& way) { return gradient_at(lesson, logits, penalty, way); };
  const std::vector<float> way = descend(gradient, bend, std::vector<float>(start.weight.values.size(), 0), kSteps);
  LastLayer layer = start;
  for (std::size_t label = 0; label < lesson.labels; label++) {
    for (std::size_t i = 0; i < lesson.size; i++) {
      const float step = way[label * lesson.size + i] / scale.deviations[i];
      layer.weight.values[label * lesson.size + i] += step;
      layer.bias.values[label] -= step * scale.means[i];
    }
  }
  return layer;
}

std::optional<Error> refuse_probe(const System& system, const TrainingOptions& options, const Processes& processes) {
  if (system.learning != Learning::linear_probe) return {};
  const std::string why = system.name + " learns its last layer alone, in one step: ";
  if (processes.count > 1) return Error{ErrorCode::bad_field, why + "one process does it."};
  if (options.weight_decay <= 0) return Error{ErrorCode::out_of_range, why + "--weight-decay must be more than 0."};
  return {};
}

void keep_probe_options(PlainValues& training) {
  std::erase_if(training, [](const auto& option) { return option.first != "weight_decay" && option.first != "seed"; });
}

Result<Trained> train_probe(const TrainingTask& task, const TrainingEvents& events) {
  const auto begin = Clock::now();
  const Network network = task.system.network(task.data.labels.size());
  const std::string name = network.layer(network.logits_layer()).name;
  Weights weights = task.start;
  for (const auto& [tensor, shape] : network.weight_shapes()) {
    if (!weights.contains(tensor)) {
      return Error{ErrorCode::missing_field,
                   task.system.name + " needs weights to begin with: they lack " + tensor + "."};
    }
  }
  const Card card = describe_model(task.system, task.features, task.data.labels);
  Result<Model> model = build_model(card, network, weights);
  if (!model) return model.error();
  Result<ProbeLesson> lesson = hear_lesson(task, *model);
  if (!lesson) return lesson.error();
  const LastLayer start{.weight = weights[name + ".weight"], .bias = weights[name + ".bias"]};
  const LastLayer layer = fit_linear_probe(*lesson, start, task.options.weight_decay);
  weights[name + ".weight"] = layer.weight;
  weights[name + ".bias"] = layer.bias;
  EpochResult result{.epoch = 1, .chunks = lesson->truth.size(), .best = true};
  result.learning_seconds = seconds_since(begin);
  judge_lesson(*lesson, layer, result);
  model = build_model(card, network, weights);
  if (!model) return model.error();
  const Result<SplitAnswers> answers = answer_tracks(*model, task.data.folder, task.data.valid.tracks);
  if (!answers) return answers.error();
  judge_epoch(result, *answers);
  result.seconds = seconds_since(begin);
  Trained trained{.weights = std::move(weights), .best = result, .history = {result}};
  trained.device = "ONNX Runtime on the CPU";
  trained.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  trained.loaders = 1;
  trained.chunks_per_second = static_cast<double>(result.chunks) / std::max(result.learning_seconds, 1e-9);
  if (events.epoch) events.epoch(trained.history, trained.weights);
  return trained;
}

}  // namespace genrelens
