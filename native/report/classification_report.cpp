#include "native/report/classification_report.h"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <vector>

#include "core/metrics.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

constexpr std::size_t kNumberWidth = 9;

// As Python counts them: code points, not bytes.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string right_aligned(std::string_view text, std::size_t width) {
  return std::string(width - std::min(width, characters(text)), ' ') + std::string(text);
}

struct Line {
  std::string_view name;
  std::string precision, recall, f1, support;
};

Line line_of(std::string_view name, const ClassScore& score) {
  return {name, number_text("%.2f", score.precision), number_text("%.2f", score.recall), number_text("%.2f", score.f1),
          std::to_string(score.support)};
}

std::string as_text(const Line& line, std::size_t name_width) {
  std::string text = right_aligned(line.name, name_width) + " ";
  for (const std::string* field : {&line.precision, &line.recall, &line.f1, &line.support}) {
    text += " " + right_aligned(*field, kNumberWidth);
  }
  return text + "\n";
}

}  // namespace

std::string classification_report(std::span<const std::size_t> truth, std::span<const std::size_t> guess,
                                  std::span<const std::string> labels) {
  assert(!truth.empty());
  const std::vector<ClassScore> all = class_scores(confusion_matrix(truth, guess, labels.size()), labels.size());
  constexpr std::string_view kLongestMean = "weighted avg";
  std::size_t width = kLongestMean.size();
  std::vector<ClassScore> scores;
  std::vector<Line> lines;
  for (std::size_t label = 0; label < labels.size(); label++) {
    const bool guessed = std::find(guess.begin(), guess.end(), label) != guess.end();
    if (all[label].support == 0 && !guessed) continue;
    width = std::max(width, characters(labels[label]));
    scores.push_back(all[label]);
    lines.push_back(line_of(labels[label], all[label]));
  }
  std::string text = as_text({"", "precision", "recall", "f1-score", "support"}, width) + "\n";
  for (const Line& line : lines) text += as_text(line, width);
  const std::string accuracy = number_text("%.2f", accuracy_score(truth, guess));
  text += "\n" + as_text({"accuracy", "", "", accuracy, std::to_string(truth.size())}, width);
  text += as_text(line_of("macro avg", macro_average(scores)), width);
  text += as_text(line_of(kLongestMean, weighted_average(scores)), width);
  return text;
}

}  // namespace genrelens
