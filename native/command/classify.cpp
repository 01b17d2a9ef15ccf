// genrelens classify: what genre songs are.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "native/command/command.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/file_source.h"
#include "native/printable.h"
#include "native/progress_bar.h"
#include "native/song.h"

namespace genrelens {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::vector<std::string> files;
  std::string model;
  bool json = false;
  std::string csv;
  std::size_t top = 3;
};

struct Outcome {
  std::string file;
  Result<SongAnswer> answer;
};

Json named_probabilities(const std::vector<std::string>& labels, const std::vector<float>& probabilities) {
  Json named = Json::object();
  for (std::size_t i = 0; i < labels.size(); i++) named[labels[i]] = probabilities[i];
  return named;
}

std::vector<float> by_label(const Prediction& prediction) {
  std::vector<float> probabilities(prediction.ranked.size());
  for (const Ranked& ranked : prediction.ranked) probabilities[ranked.label] = ranked.probability;
  return probabilities;
}

Json as_json(const Outcome& outcome, const Card& card) {
  if (!outcome.answer) return {{"file", outcome.file}, {"error", outcome.answer.error().message}};
  const SongAnswer& answer = *outcome.answer;
  const Prediction& prediction = answer.prediction;
  Json timeline = Json::array();
  for (const ChunkAnswer& chunk : prediction.timeline) {
    timeline.push_back({{"start", chunk.begin_seconds},
                        {"end", chunk.end_seconds},
                        {"probabilities", named_probabilities(card.labels, chunk.probabilities)}});
    if (card.music_below) timeline.back()["music"] = chunk.music;
  }
  Json json = {{"file", outcome.file},
               {"seconds", answer.seconds},
               {"genre", card.labels[prediction.ranked.front().label]},
               {"sure", prediction.sure},
               {"probabilities", named_probabilities(card.labels, by_label(prediction))},
               {"timeline", std::move(timeline)},
               {"model", card.name}};
  if (card.music_below) {
    json["music"] = prediction.music;
    json["is_music"] = prediction.is_music;
  }
  if (answer.damage) json["warning"] = answer.damage->message;
  return json;
}

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", 100.0 * share);
  return text;
}

std::string as_text(const Outcome& outcome, const Card& card, std::size_t top) {
  const Prediction& prediction = outcome.answer->prediction;
  if (!prediction.is_music) {
    return printable(outcome.file + "  not music (" + percent(prediction.music) + " sounds like music)");
  }
  const std::vector<Ranked>& ranked = prediction.ranked;
  std::string text = outcome.file + "  " + card.labels[ranked.front().label] + (prediction.sure ? " " : " (not sure) ");
  for (std::size_t i = 0; i < std::min(top, ranked.size()); i++) {
    text += "  " + card.labels[ranked[i].label] + " " + percent(ranked[i].probability);
  }
  return printable(text);
}

std::string as_csv(const std::vector<Outcome>& outcomes, const Card& card) {
  std::string text = "file,seconds,genre,sure";
  for (const std::string& label : card.labels) text += "," + csv_field(label);
  if (card.music_below) text += ",music,is_music";
  text += ",warning,error\n";
  for (const Outcome& outcome : outcomes) {
    text += csv_field(outcome.file);
    if (!outcome.answer) {
      text += std::string(card.labels.size() + (card.music_below ? 6 : 4), ',') + "," +
              csv_field(outcome.answer.error().message) + "\n";
      continue;
    }
    const SongAnswer& answer = *outcome.answer;
    const Prediction& prediction = answer.prediction;
    text += "," + std::to_string(answer.seconds) + "," + csv_field(card.labels[prediction.ranked.front().label]);
    text += prediction.sure ? ",yes" : ",no";
    for (const float probability : by_label(prediction)) text += "," + std::to_string(probability);
    if (card.music_below) {
      text += "," + std::to_string(prediction.music) + (prediction.is_music ? ",yes" : ",no");
    }
    text += "," + csv_field(answer.damage ? answer.damage->message : "") + ",\n";
  }
  return text;
}

Result<SongAnswer> classify_file(const std::string& file, Model& model, const std::function<void(double)>& progress) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    return Error{.code = ErrorCode::damaged, .message = "This is a folder; name the songs in it."};
  }
  if (const auto error = refuse_to_read(file)) return *error;
  const Result<std::unique_ptr<ByteSource>> source = open_file_source(file);
  if (!source) return source.error();
  return classify_song(**source, model, progress);
}

void print(const Outcome& outcome, const Card& card, const Options& options) {
  if (options.json) {
    std::puts(as_json(outcome, card).dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
  } else if (outcome.answer) {
    std::puts(as_text(outcome, card, options.top).c_str());
  }
  std::fflush(stdout);
  const std::optional<Error> problem = outcome.answer ? outcome.answer->damage : outcome.answer.error();
  if (problem) note(outcome.file + ": " + problem->message);
}

int classify(const Options& options) {
  Result<Model> model = open_model(options.model);
  if (!model) return report(model.error());
  std::vector<Outcome> outcomes;
  ProgressBar bar;
  for (const std::string& file : options.files) {
    const auto progress = [&](double share) {
      const double done = (static_cast<double>(outcomes.size()) + share) / static_cast<double>(options.files.size());
      bar.show(done, printable(std::filesystem::path(file).filename().string()));
    };
    outcomes.push_back({file, classify_file(file, *model, progress)});
    bar.clear();
    print(outcomes.back(), model->card, options);
  }
  if (!options.csv.empty()) {
    if (const auto error = write_text(options.csv, as_csv(outcomes, model->card))) return report(*error);
  }
  const bool all_read = std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return bool(o.answer); });
  return all_read ? kSuccess : kBadData;
}

}  // namespace

void add_classify(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  options->model = default_model();
  CLI::App* command = program.add_subcommand("classify", "Say what genre songs are");
  CLI::Option* files =
      command->add_option("FILE", options->files, "Songs: WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis or Opus")->required();
  command->add_option("--model", options->model, "Folder with card.json and the network")->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object a song, one a line");
  command->add_option("--csv", options->csv, "Also write a table to this file")->check(output_file(".csv"));
  command->add_option("--top", options->top, "Genres to name a song")
      ->capture_default_str()
      ->check(whole_number(1, 1000));
  command->callback([options, files, &status] {
    options->files = files->results();  // as typed: what CLI11 has made of "{}" is no name
    for (std::string* name : {&options->model, &options->csv}) *name = without_mark(*name);
    for (std::string& name : options->files) name = without_mark(name);
    status = classify(*options);
  });
}

}  // namespace genrelens
