#include "native/training_progress.h"

#include <cstdio>

#include "core/metrics.h"

namespace genrelens {

void judge_epoch(EpochResult& result, const SplitAnswers& answers) {
  const TrackTable table = track_table(answers, 1);
  result.valid_loss = log_loss(table.truth, table.probabilities, table.labels);
  result.valid_accuracy = accuracy_score(table.truth, table.guess);
}

std::string history_table(std::span<const EpochResult> history) {
  std::string table = "epoch,learning_rate,train_loss,train_accuracy,valid_loss,valid_accuracy,seconds,chunks\n";
  for (const EpochResult& result : history) {
    char line[200];
    std::snprintf(line, sizeof line, "%d,%.3e,%.5f,%.5f,%.5f,%.5f,%.2f,%zu\n", result.epoch, result.learning_rate,
                  result.train_loss, result.train_accuracy, result.valid_loss, result.valid_accuracy, result.seconds,
                  result.chunks);
    table += line;
  }
  return table;
}

}  // namespace genrelens
