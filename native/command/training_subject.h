// What train and search are about: a system, tracks to learn and to choose by, weights to begin with.
//
//   if (auto error = refuse_subject(options)) return report_usage(*error);
//   const std::optional<TrainingSubject> subject = read_subject(options, status);
//   if (!subject) return status;
//   Result<StartWeights> start = read_start(options.pretrained, *system, subject->data);
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "core/card.h"
#include "native/command/command.h"
#include "native/system.h"
#include "native/training_data.h"
#include "native/weights.h"

namespace genrelens {

struct SubjectOptions {
  std::string system;
  DataOptions data;
  std::string pretrained;  // file of weights to begin with; or empty
  std::string train_split = "train";
  std::string valid_split = "valid";
};

// SYSTEM, the options of add_data_options, --pretrained, --train-split and --valid-split.
void add_subject_options(CLI::App* command, SubjectOptions& options);

// What of them does not go together; empty if all does.
std::optional<Error> refuse_subject(const SubjectOptions& options);

struct TrainingSubject {
  std::unique_ptr<const FeatureFolder> folder;  // data's
  TrainingData data;
};

// The tracks of both splits, which share no recording but where they are LEAKY, and a note if they are. Nothing after
// the error was reported and `status` set.
std::optional<TrainingSubject> read_subject(const SubjectOptions& options, int& status);

struct StartWeights {
  Weights weights;     // of the network's layers that the file has; the others start fresh
  std::string words;   // for the card: "started from x.safetensors"; empty: from nothing
  bool leaky = false;  // they were taught with pieces of the recordings that they were judged on
};

// Notes what starts fresh, and what the card of a file of ours says against its weights. A file named "": nothing.
Result<StartWeights> read_start(const std::string& pretrained, const System& system, const TrainingData& data);

// LEAKY in the card's name and title if its split is, or the weights that it started from.
void stamp_card(Card& card, const StartWeights& start);

}  // namespace genrelens
