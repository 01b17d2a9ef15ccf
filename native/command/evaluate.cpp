// genrelens evaluate: how good a model is on a split of a feature folder.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "native/command/command.h"
#include "native/csv.h"
#include "native/evaluation.h"
#include "native/feature_folder.h"
#include "native/file.h"
#include "native/model_folder.h"
#include "native/progress_bar.h"

namespace genrelens {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string model;
  std::string data;
  std::string split = "valid";
  bool json = false;
  std::string csv;
};

Json as_json(const Evaluation& evaluation, const Split& split, const Card& card) {
  Json scores = Json::object();
  for (const auto& [name, score] : evaluation.scores) {
    scores[name] = {{"value", score.value}, {"low", score.low}, {"high", score.high}};
  }
  Json classes = Json::object();
  for (std::size_t i = 0; i < card.labels.size(); i++) {
    const ClassScore& score = evaluation.classes[i];
    classes[card.labels[i]] = {
        {"precision", score.precision}, {"recall", score.recall}, {"f1", score.f1}, {"support", score.support}};
  }
  Json confusion = Json::array();
  for (std::size_t row = 0; row < card.labels.size(); row++) {
    const auto first = evaluation.confusion.begin() + static_cast<std::ptrdiff_t>(row * card.labels.size());
    confusion.push_back(std::vector<std::size_t>(first, first + static_cast<std::ptrdiff_t>(card.labels.size())));
  }
  return {{"model", card.name},    {"split", split.name}, {"tracks", evaluation.tracks}, {"left_out", split.left_out},
          {"labels", card.labels}, {"scores", scores},    {"classes", classes},          {"confusion", confusion}};
}

void print_scores(const Evaluation& evaluation) {
  constexpr std::pair<const char*, const char*> kLines[] = {
      {"track_accuracy", "accuracy"},   {"macro_precision", "macro precision"},
      {"macro_recall", "macro recall"}, {"macro_f1", "macro F1"},
      {"log_loss", "log loss"},         {"expected_calibration_error", "calibration error"},
  };
  std::printf("%-18s %7s   %s\n", "", "value", "95 % interval");
  for (const auto& [name, text] : kLines) {
    const Score& score = evaluation.scores.at(name);
    std::printf("%-18s %7.3f   %.3f … %.3f\n", text, score.value, score.low, score.high);
  }
}

void print_classes(const Evaluation& evaluation, const Card& card) {
  std::printf("\n%-12s %9s %9s %9s %7s\n", "genre", "precision", "recall", "F1", "tracks");
  for (std::size_t i = 0; i < card.labels.size(); i++) {
    const ClassScore& score = evaluation.classes[i];
    std::printf("%-12s %9.3f %9.3f %9.3f %7zu\n", card.labels[i].c_str(), score.precision, score.recall, score.f1,
                score.support);
  }
  std::printf("\nconfusion: a row is the truth, a column what was said\n%-12s", "");
  for (const std::string& label : card.labels) std::printf(" %5.5s", label.c_str());
  for (std::size_t row = 0; row < card.labels.size(); row++) {
    std::printf("\n%-12s", card.labels[row].c_str());
    for (std::size_t column = 0; column < card.labels.size(); column++) {
      std::printf(" %5zu", evaluation.confusion[row * card.labels.size() + column]);
    }
  }
  std::printf("\n");
}

std::string as_csv(const TrackTable& table, const Card& card) {
  std::string text = "id,truth,guess";
  for (const std::string& label : card.labels) text += ',' + csv_field(label);
  for (std::size_t row = 0; row < table.ids.size(); row++) {
    text += '\n' + csv_field(table.ids[row]);
    text += ',' + csv_field(card.labels[table.truth[row]]);
    text += ',' + csv_field(card.labels[table.guess[row]]);
    for (std::size_t i = 0; i < table.labels; i++)
      text += ',' + std::to_string(table.probabilities[row * table.labels + i]);
  }
  return text + "\n";
}

Result<SplitAnswers> ask_model(const FeatureFolder& folder, const Split& split, Model& model) {
  const RowChunks chunks(model.card.features, hop_frames(model.card), model.card.last_chunk);
  ProgressBar bar;
  std::size_t done = 0;
  const RunNetwork run = [&](std::span<const float> inputs, std::size_t count) -> Result<std::vector<float>> {
    bar.show(static_cast<double>(done++) / static_cast<double>(split.tracks.size()), split.name);
    Result<OnnxAnswer> answer = model.session.run(inputs, count);
    if (!answer) return answer.error();
    return std::move(answer->logits);
  };
  return answer_rows(folder, split.tracks, model.card.labels, chunks, run);
}

int evaluate_model(const Options& options) {
  Result<Model> model = open_model(options.model);
  if (!model) return report(model.error());
  const Result<FeatureFolder> folder = read_feature_folder(options.data);
  if (!folder) return report(folder.error());
  if (const auto error = rows_fit(model->card.features, folder->recipe)) return report(*error);
  const Result<Split> split = find_split(*folder, options.split);
  if (!split) return report(split.error());
  for (const std::string& id : split->left_out) std::fprintf(stderr, "%s has no row and is left out.\n", id.c_str());
  const Result<SplitAnswers> answers = ask_model(*folder, *split, *model);
  if (!answers) return report(answers.error());
  const TrackTable table = track_table(*answers, model->card.temperature);
  const Evaluation evaluation = evaluate(table);
  if (options.json) {
    std::puts(as_json(evaluation, *split, model->card).dump().c_str());
  } else {
    std::printf("%s on %zu tracks of %s\n\n", model->card.name.c_str(), evaluation.tracks, split->name.c_str());
    print_scores(evaluation);
    print_classes(evaluation, model->card);
  }
  if (!options.csv.empty()) {
    if (const auto error = write_text(options.csv, as_csv(table, model->card))) return report(*error);
  }
  return kSuccess;
}

}  // namespace

void add_evaluate(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  options->model = default_model();
  CLI::App* command = program.add_subcommand("evaluate", "Measure a model on tracks whose features are computed");
  command->add_option("--model", options->model, "Folder with card.json and the network")->capture_default_str();
  command->add_option("--data", options->data, "Feature folder: features.npy, tracks.csv, recipe.json")->required();
  command->add_option("--split", options->split, "Which tracks, as tracks.csv names them")->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object");
  command->add_option("--csv", options->csv, "Also write each track's probabilities to this file")->check(refuse_table);
  command->callback([options, &status] { status = evaluate_model(*options); });
}

}  // namespace genrelens
