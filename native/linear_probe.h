// A network's last layer taught alone: multinomial logistic regression on the embeddings that the frozen rest gives,
// held to where the layer began (L2-SP: Li, Grandvalet and Davoine 2018). Where tracks are few, what the first network
// knew is worth more than what they tell.
//
//   Result<Trained> trained = train_probe(task, events);    // as train(task, events) of native/trainer.h
//
// The loss counts genres alike, of a genre its tracks, and of a track its chunks. Embeddings are standardised, so that
// the layer may only learn what differs between songs: the logits of the mean embedding stay as they were. It is convex
// and solved to its end: no rate, no epochs, no seed.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/plain_values.h"
#include "core/result.h"
#include "native/class_rows.h"
#include "native/trainer.h"
#include "native/training_progress.h"
#include "native/training_task.h"

namespace genrelens {

// What is learnt: a row a chunk.
struct ProbeLesson {
  std::size_t size = 0;            // of an embedding
  std::size_t labels = 0;          //
  std::vector<float> embeddings;   // (rows, size)
  std::vector<std::size_t> truth;  // label of each row
  std::vector<float> shares;       // of each row in the loss, sum 1
};

// penalty: on the squared distance from `start`, in standardised numbers, against the mean loss; > 0.
LastLayer fit_linear_probe(ProbeLesson lesson, const LastLayer& start, double penalty);

// Why a system whose last layer alone is learnt cannot be taught so: by several processes, or without a penalty. Empty
// if it can, or if it is another system.
std::optional<Error> refuse_probe(const System& system, const TrainingOptions& options, const Processes& processes);

// Drops the options that a probe does not go by.
void keep_probe_options(PlainValues& training);

// task.options: weight_decay is the penalty, nothing else counts. One epoch is reported: the fit. Errors: weights that
// the start lacks, a genre that is not among the labels, or ONNX Runtime's.
Result<Trained> train_probe(const TrainingTask& task, const TrainingEvents& events);

}  // namespace genrelens
