#include "native/result_table.h"

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "core/card.h"
#include "core/json_fields.h"
#include "native/file.h"
#include "native/number_text.h"
#include "native/system.h"

namespace genrelens {
namespace {

constexpr Range kShare = {0, 1};

Score read_score(Fields fields) {
  return {.value = fields.number("value", kShare),
          .low = fields.number("low", kShare),
          .high = fields.number("high", kShare)};
}

// What the table needs of metrics.json, and what makes it no measurement of this run.
struct Metrics {
  std::string model;
  std::string weights;
  std::vector<std::string> warnings;
};

Metrics read_metrics(Fields& fields, TrainingResult& result) {
  Metrics metrics{.model = fields.text("model", 1), .weights = fields.text("weights", 1)};
  for (const Json& warning : fields.list("warnings", 0, 100, "texts")) {
    if (warning.is_string()) metrics.warnings.push_back(warning.get<std::string>());
  }
  result.split = fields.text("split", 1);
  result.tracks = static_cast<std::size_t>(fields.whole("tracks", 1, std::numeric_limits<std::int64_t>::max()));
  result.track_accuracy = read_score(fields.group("scores").group("track_accuracy"));
  result.chunk_accuracy = read_score(fields.group("chunks").group("scores").group("chunk_accuracy"));
  return metrics;
}

// Why these are no scores of the run; empty if they are.
std::string objection(const Metrics& metrics, const Card& card, const TrainingResult& result) {
  const RunRecord& run = result.run;
  if (metrics.model != run.model)
    return "These are the metrics of " + metrics.model + ", but the run is of " + run.model + ".";
  if (metrics.weights != card.weights_sha256)
    return "These are the metrics of another network than the one in the run's folder.";
  if (result.split == run.train.split) return "The tracks that are judged are those that were learnt.";
  if (result.split == run.valid.split && result.tracks != run.valid.tracks) {
    return "They are of " + std::to_string(result.tracks) + " tracks, but the run's " + run.valid.split + " had " +
           std::to_string(run.valid.tracks) + ".";
  }
  if (!run.leaky && !metrics.warnings.empty()) return metrics.warnings.front();
  return "";
}

std::optional<Error> judge(std::string_view text, const Card& card, TrainingResult& result) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object()) return Error{.code = ErrorCode::damaged, .message = "The metrics are no JSON object."};
  std::optional<Error> error;
  Fields fields(&root, "metrics", error);
  const Metrics metrics = read_metrics(fields, result);
  if (error) return error;
  const std::string wrong = objection(metrics, card, result);
  if (!wrong.empty()) return Error{.code = ErrorCode::bad_field, .message = wrong};
  return {};
}

// Text from files, so that it stays in its cell: no marks of Markdown or HTML, no line breaks.
std::string cell_text(const std::string& text) {
  std::string cell;
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 32 || code == 127) {
      cell += ' ';
    } else if (letter == '<') {
      cell += "&lt;";
    } else {
      if (std::string_view("|\\`*_[]#").find(letter) != std::string_view::npos) cell += '\\';
      cell += letter;
    }
  }
  return cell;
}

// "26.84 M", "3305"
std::string count_text(std::int64_t count) {
  if (count >= 10'000) return number_text("%.2f M", static_cast<double>(count) / 1e6);
  return std::to_string(count);
}

std::string score_text(const Score& score) {
  return number_text("%.3f", score.value) + " (" + number_text("%.3f", score.low) + "–" +
         number_text("%.3f", score.high) + ")";
}

std::string time_text(double seconds) {
  if (seconds < 90) return number_text("%.0f s", seconds);
  return seconds < 5400 ? number_text("%.0f min", seconds / 60) : number_text("%.1f h", seconds / 3600);
}

std::string device_text(const RunRecord& run) {
  std::string text = run.device + ", " + std::to_string(run.threads) + (run.threads == 1 ? " thread" : " threads");
  if (run.processes > 1) text += ", " + std::to_string(run.processes) + " processes";
  return text + ", " + run.precision;
}

std::string parameters_text(const RunRecord& run) {
  if (run.parameters == run.trainable_parameters) return count_text(run.parameters);
  return count_text(run.parameters) + ", " + count_text(run.trainable_parameters) + " trained";
}

std::string row_text(const TrainingResult& result) {
  const RunRecord& run = result.run;
  const System* system = find_system(run.system);
  const std::string cells[] = {
      cell_text(result.name),
      cell_text(run.system),
      parameters_text(run),
      std::to_string(run.labels.size()),
      cell_text(run.train.split) + " (" + std::to_string(run.train.tracks) + ") / " + cell_text(result.split) + " (" +
          std::to_string(result.tracks) + ")",
      score_text(result.track_accuracy),
      score_text(result.chunk_accuracy),
      system && !system->claim.empty() ? system->claim : "–",
      cell_text(device_text(run)),
      time_text(run.seconds),
      number_text("%.1f", run.tracks_per_second),
  };
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + cell + " |";
  return line + "\n";
}

std::string table_of(std::span<const TrainingResult> results, bool leaky) {
  std::string text =
      "| run | system | parameters | genres | learnt / judged (tracks) | accuracy by track | by chunk | the paper's "
      "claim | "
      "device | time | songs/s |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
  for (const TrainingResult& result : results) {
    if (result.run.leaky == leaky) text += row_text(result);
  }
  return text;
}

std::optional<double> number_of(const PlainValues& values, const std::string& name) {
  const auto found = values.find(name);
  if (found == values.end()) return {};
  if (const auto* whole = std::get_if<std::uint64_t>(&found->second)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&found->second)) return *number;
  return {};
}

const char* end_text(RunEnd end) {
  switch (end) {
    case RunEnd::patience:
      return "ended by its patience";
    case RunEnd::interrupt:
      return "stopped by hand";
    case RunEnd::epochs_done:
      break;
  }
  return "all that were asked for";
}

// How far the training went, and what it had less of than the system asks for.
std::string note_of(const TrainingResult& result) {
  const RunRecord& run = result.run;
  std::string text = "- " + cell_text(result.name) + ": " + std::to_string(run.epochs) +
                     (run.epochs == 1 ? " epoch of " : " epochs of ") + std::to_string(run.chunks_per_epoch) +
                     " chunks (" + end_text(run.end) + "), epoch " + std::to_string(run.best_epoch) + " kept";
  text += "; seed " + number_text("%.0f", number_of(run.training, "seed").value_or(0)) + ", split " +
          cell_text(run.split_hash.substr(0, 8));
  if (!run.splits.empty()) {
    text += (run.fold > 0 ? ", fold " + std::to_string(run.fold) + " of " : " by ") + cell_text(run.splits);
  }
  if (!run.pretrained.empty()) text += "; started from " + cell_text(run.pretrained);
  if (const System* system = find_system(run.system)) {
    const double epochs = number_of(run.training, "epochs").value_or(system->training.epochs);
    const double crops = number_of(run.training, "crops").value_or(system->training.crops);
    if (epochs < system->training.epochs) {
      text += "; **shorter than its system asks for**: at most " + number_text("%.0f", epochs) + " of " +
              std::to_string(system->training.epochs) + " epochs";
    }
    if (crops < system->training.crops && !run.leaky) {
      text += "; " + number_text("%.0f", crops) + " chunks of a track an epoch instead of " +
              std::to_string(system->training.crops);
    }
  }
  text += result.split == run.valid.split
              ? "; judged on the tracks that chose the epoch and the temperature: a little optimistic"
              : "; judged on tracks that chose nothing";
  return text + ".\n";
}

}  // namespace

Result<TrainingResult> read_result(const std::filesystem::path& folder) {
  Result<RunRecord> run = read_run_record(folder);
  if (!run) return run.error();
  const Result<std::string> card_text = read_text(folder / "card.json");
  if (!card_text) return card_text.error();
  const Result<Card> card = parse_card(*card_text);
  if (!card) return in_file(folder / "card.json", card.error());
  // "runs/a/" has no file name.
  const std::filesystem::path whole = std::filesystem::absolute(folder / ".").lexically_normal().parent_path();
  TrainingResult result{.name = whole.filename().string(), .run = std::move(*run)};
  const std::filesystem::path metrics = folder / "evaluation" / "metrics.json";
  const std::string what_to_do =
      " genrelens evaluate --model " + folder.string() + " --out " + (folder / "evaluation").string() + " measures it.";
  const Result<std::string> text = read_text(metrics);
  if (!text) return Error{.code = text.error().code, .message = text.error().message + what_to_do};
  if (auto error = judge(*text, *card, result)) {
    error->message += what_to_do;
    return in_file(metrics, *error);
  }
  return result;
}

std::string result_table(std::span<const TrainingResult> results) {
  const bool leaky = std::any_of(results.begin(), results.end(), [](const auto& result) { return result.run.leaky; });
  std::string text =
      "# What the systems reach here\n\nWritten by `genrelens results` from the runs' own records. In brackets: 95 % "
      "intervals, bootstrap over tracks. The papers' claims are of other splits, most by track or chunk at random, and "
      "some of fewer genres: they stand beside ours, not against them. Parameters are weights; Keras counts the norms' "
      "running statistics, too.\n\n" +
      table_of(results, false);
  if (leaky) {
    text +=
        "\n## LEAKY: the same recordings learnt and judged\n\nTo show the difference, not to be compared: pieces of "
        "one recording were learnt and judged. Where a LEAKY split is judged, a piece counts as a track.\n\n" +
        table_of(results, true);
  }
  text += "\n## How far each was trained\n\n";
  for (const TrainingResult& result : results) text += note_of(result);
  return text;
}

}  // namespace genrelens
