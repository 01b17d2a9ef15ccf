// genrelens export: the network of a training run as model.onnx and card.json.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "native/checkpoint.h"
#include "native/command/command.h"
#include "native/file.h"
#include "native/model_folder.h"
#include "native/printable.h"
#include "native/system.h"

namespace genrelens {
namespace {

struct Options {
  std::string checkpoint;
  std::string out;
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

int export_model(const Options& options) {
  std::filesystem::path path = options.checkpoint;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) path /= "best.safetensors";
  const Result<Exported> run = read_run(path);
  if (!run) return report(run.error());
  const Network network = run->system->network(run->card.labels.size());
  const Result<Card> card = write_model(options.out, run->card, network, run->weights);
  if (!card) return report(card.error());
  std::printf("%s: model.onnx and card.json of %s\n", printable(options.out).c_str(), printable(card->name).c_str());
  return kSuccess;
}

}  // namespace

void add_export(CLI::App& program, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("export", "Write a training run's network as ONNX, with its card");
  command->add_option("CHECKPOINT", options->checkpoint, "Run folder of genrelens train, or its best.safetensors")
      ->required();
  command->add_option("--out", options->out, "Model folder to write")->required()->check(output_folder());
  command->callback([options, &status] { status = export_model(*options); });
}

}  // namespace genrelens
