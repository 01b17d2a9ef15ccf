// genrelens export: the network of a training run as model.onnx and card.json, its weights in as many bits as wanted,
// and taught on the way what is no music.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "native/agreement.h"
#include "native/checkpoint.h"
#include "native/command/command.h"
#include "native/command/measurement_text.h"
#include "native/command/music_lesson.h"
#include "native/feature_folder.h"
#include "native/file.h"
#include "native/measurement.h"
#include "native/model_card.h"
#include "native/model_folder.h"
#include "native/number_text.h"
#include "native/printable.h"
#include "native/system.h"
#include "native/weight_form.h"

namespace genrelens {
namespace {

constexpr std::size_t kNoiseInputs = 32;

struct Options {
  std::string checkpoint;
  std::string out;
  std::string form = name_of(WeightForm::float32);
  DataOptions data;
  std::string music;       // feature folder of music and of other sound; empty: none is learnt
  std::string pretrained;  // weights that know music already; or empty
};

struct Exported {
  const System* system = nullptr;
  Card card;
  Weights weights;
};

Result<Exported> read_run(const std::filesystem::path& path) {
  Result<Checkpoint> checkpoint = read_checkpoint(path);
  if (!checkpoint) return checkpoint.error();
  const std::string& name = checkpoint->words["system"];
  const System* system = find_system(name);
  if (system == nullptr) {
    return in_file(
        path, {.code = ErrorCode::bad_field, .message = "It is of a system \"" + name + "\", which is not known."});
  }
  const Result<Card> card = parse_card(checkpoint->words["card"]);
  if (!card) return in_file(path, card.error());
  if (const auto error = weights_fit(checkpoint->weights, system->network(card->labels.size())))
    return in_file(path, *error);
  return Exported{system, *card, std::move(checkpoint->weights)};
}

void print_agreement(const Agreement& agreement, const std::string& inputs) {
  std::printf("same genre as with float32 weights: %s; largest difference of a logit %.2g\n", inputs.c_str(),
              agreement.largest_difference);
}

std::string percent(double share) { return number_text("%.1f %%", 100 * share); }

// Scores were measured with float32 weights. Without songs those of other weights are not known, and none are written.
std::optional<Error> compare_on_noise(Exported& run, const Network& network, WeightForm form) {
  Result<Model> exact = build_model(run.card, network, run.weights);
  if (!exact) return exact.error();
  Result<Model> model = build_model(run.card, network, run.weights, form);
  if (!model) return model.error();
  const Result<SplitAnswers> expected = answer_random(*exact, kNoiseInputs);
  if (!expected) return expected.error();
  const Result<SplitAnswers> answers = answer_random(*model, kNoiseInputs);
  if (!answers) return answers.error();
  const Agreement found = agreement(*expected, *answers, run.card.temperature);
  print_agreement(found, percent(found.by_chunk.value) + " of " + std::to_string(kNoiseInputs) + " inputs of noise");
  std::printf("The card has no scores: they were measured with float32 weights. --data FOLDER measures these.\n");
  run.card.metrics.clear();
  return {};
}

Result<Measurement> measure(const Exported& run, const Network& network, WeightForm form, const FeatureFolder& folder,
                            const Split& split) {
  Result<Model> model = build_model(run.card, network, run.weights, form);
  if (!model) return model.error();
  return measure_with_bar(*model, folder, split, name_of(form));
}

// Scores and agreement on the split that the card's scores are of. Temperature and threshold stay as the run chose
// them.
std::optional<Error> judge(Exported& run, const Network& network, WeightForm form, const FeatureFolder& folder) {
  if (run.card.split_name.empty()) {
    return Error{.code = ErrorCode::missing_field,
                 .message = "The run was stopped before it was judged, so its card names no split to measure it on."};
  }
  const Result<Split> split = find_split(folder, run.card.split_name);
  if (!split) return split.error();
  if (!has_tracks_of(run.card, folder).value_or(true)) {
    return Error{.code = ErrorCode::bad_field,
                 .message = "The folder's " + run.card.origin.split + " and " + run.card.split_name +
                            " are not the tracks that the network was trained and judged on."};
  }
  const Result<Measurement> measured = measure(run, network, form, folder, *split);
  if (!measured) return measured.error();
  write_scores(run.card, split->name, measured->by_track);
  if (measured->music) run.card.metrics[kSongsLetThrough] = *measured->music;
  std::printf("accuracy %s on %zu tracks of %s\n", score_text(measured->by_track.scores.at("track_accuracy")).c_str(),
              measured->by_track.tracks, printable(split->name).c_str());
  if (measured->music) std::printf("called music %s\n", score_text(*measured->music).c_str());
  if (form == WeightForm::float32) return {};
  const Result<Measurement> exact = measure(run, network, WeightForm::float32, folder, *split);
  if (!exact) return exact.error();
  const Agreement found = agreement(exact->answers, measured->answers, run.card.temperature);
  run.card.metrics[kTrackAgreement] = found.by_track;
  run.card.metrics[kChunkAgreement] = found.by_chunk;
  std::printf("accuracy %.3f with float32 weights\n", exact->by_track.scores.at("track_accuracy").value);
  print_agreement(found, percent(found.by_track.value) + " of the tracks, " + percent(found.by_chunk.value) +
                             " of their " + std::to_string(exact->by_chunk.rows) + " chunks");
  return {};
}

// A run's folder keeps the network that its scores are of.
std::optional<Error> refuse_run(const std::filesystem::path& folder) {
  for (const char* name : {"run.json", "resume.pt", "history.csv", "best.safetensors"}) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder / name, ignored)) continue;
    return Error{.code = ErrorCode::bad_field,
                 .message = folder.string() + " holds a training run (" + name + "); name another folder."};
  }
  return {};
}

int export_model(const Options& options) {
  if (const auto error = refuse_run(options.out)) return report_usage(*error);
  std::filesystem::path path = options.checkpoint;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) path /= "best.safetensors";
  Result<Exported> run = read_run(path);
  if (!run) return report(run.error());
  const WeightForm form = *weight_form(options.form);
  const auto network = [&] { return run->system->network(run->card.logit_count()); };
  if (!options.data.folder.empty()) {
    int status = kSuccess;
    const std::optional<FeatureFolder> folder = read_data(options.data, status);
    if (!folder) return status;
    std::optional<MusicJudgement> music;
    if (!options.music.empty()) {
      const Result<FeatureFolder> sounds = read_feature_folder(options.music);
      if (!sounds) return report(sounds.error());
      const Result<std::optional<MusicReading>> start = read_music_class(options.pretrained, *run->system);
      if (!start) return report(start.error());
      const Result<MusicJudgement> taught =
          teach_music(*run->system, run->card, run->weights, *sounds, *folder, *start);
      if (!taught) return report(taught.error());
      music = *taught;
    }
    if (const auto error = judge(*run, network(), form, *folder)) return report(in_file(path, *error));
    if (music) write_scores(run->card, *music);
  } else if (form != WeightForm::float32) {
    if (const auto error = compare_on_noise(*run, network(), form)) return report(in_file(path, *error));
  }
  const Result<Card> card = write_model(options.out, run->card, network(), run->weights, form);
  if (!card) return report(card.error());
  std::printf("%s: model.onnx (%s weights) and card.json of %s\n", printable(options.out).c_str(), name_of(form),
              printable(card->name).c_str());
  return kSuccess;
}

}  // namespace

void add_export(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("export", "Write a training run's network as ONNX, with its card");
  command->add_option("CHECKPOINT", options->checkpoint, "Run folder of genrelens train, or its best.safetensors")
      ->required();
  command->add_option("--out", options->out, "Model folder to write")->required()->check(output_folder());
  command->add_option("--weights", options->form, "What weights are stored as; int4 is for large matrices, else int8")
      ->check(CLI::IsMember(weight_form_names()))
      ->capture_default_str();
  CLI::Option* music = command->add_option(
      "--music", options->music,
      "Feature folder whose genre \"music\" is music and whose others are not: the network learns to tell them");
  command
      ->add_option("--pretrained", options->pretrained,
                   "The weights that the run began with, if one of their classes is music: of that only the border is "
                   "learnt")
      ->needs(music);
  add_data_options(command, options->data);
  CLI::Option* data = command->get_option("--data")->required(false);
  data->description("Feature folder to measure the exported network on, with the split that the card names");
  music->needs(data);
  for (const char* name : {"--splits", "--genres"}) command->get_option(name)->needs(data);
  command->callback([options, &status] { status = export_model(*options); });
}

}  // namespace genrelens
