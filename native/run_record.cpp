#include "native/run_record.h"

#include <cassert>
#include <cmath>
#include <limits>

#include "core/json_fields.h"
#include "native/file.h"

namespace genrelens {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr int kRunRecordVersion = 1;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMostInt = std::numeric_limits<int>::max();
constexpr std::size_t kMostLabels = 1000;
constexpr Range kAny = {0, 1e15};

constexpr std::array<Word<RunEnd>, 3> kEndWords = {
    {{"epochs-done", RunEnd::epochs_done}, {"patience", RunEnd::patience}, {"interrupt", RunEnd::interrupt}}};

int whole_int(Fields& fields, std::string_view name, std::int64_t low) {
  return static_cast<int>(fields.whole(name, low, kMostInt));
}

RunSplit read_split(Fields fields) {
  RunSplit split;
  split.split = fields.text("split", 1);
  split.tracks = static_cast<std::size_t>(fields.whole("tracks", 0, kMost));
  return split;
}

OrderedJson as_json(const RunSplit& split) { return {{"split", split.split}, {"tracks", split.tracks}}; }

void read_network(Fields& fields, RunRecord& record) {
  record.system = fields.text("system", 1);
  record.paper = fields.text("paper", 0);
  record.model = fields.text("model", 1);
  record.leaky = fields.flag("leaky");
  for (const Json& label : fields.list("labels", 2, kMostLabels, "texts")) {
    if (!label.is_string()) return (void)fields.wrong_type("labels", label, "a list of texts");
    record.labels.push_back(label.get<std::string>());
  }
  record.parameters = fields.whole("parameters", 0, kMost);
  record.trainable_parameters = fields.whole("trainable_parameters", 0, record.parameters);
  record.pretrained = fields.text("pretrained", 0);
}

void read_data(Fields fields, RunRecord& record) {
  record.train = read_split(fields.group("train"));
  record.valid = read_split(fields.group("valid"));
  if (fields.has("splits")) {
    record.splits = fields.text("splits", 0);
    record.fold = fields.whole("fold", 0, kMost);
  }
  record.split_hash = fields.text("split_hash", 0);
  record.chunks_per_epoch = static_cast<std::size_t>(fields.whole("chunks_per_epoch", 0, kMost));
}

void read_outcome(Fields fields, RunRecord& record) {
  record.epochs = whole_int(fields, "epochs", 1);
  record.best_epoch = static_cast<int>(fields.whole("best_epoch", 1, record.epochs));
  record.end = fields.word("stopped", kEndWords);
}

void read_machine(Fields fields, RunRecord& record) {
  record.device = fields.text("device", 1);
  record.precision = fields.text("precision", 1);
  record.processes = whole_int(fields, "processes", 1);
  record.threads = whole_int(fields, "threads", 1);
  record.loaders = whole_int(fields, "loaders", 0);
}

void read_speed(Fields fields, RunRecord& record) {
  record.seconds = fields.number("seconds", kAny);
  record.chunks_per_second = fields.number("chunks_per_second", kAny);
  record.tracks_per_second = fields.number("tracks_per_second", kAny);
  record.bare_chunks_per_second = fields.number("bare_chunks_per_second", kAny);
  record.loader_ratio = fields.number("loader_ratio", kAny);
}

OrderedJson machine_json(const RunRecord& record) {
  return {{"device", record.device},
          {"precision", record.precision},
          {"processes", record.processes},
          {"threads", record.threads},
          {"loaders", record.loaders}};
}

OrderedJson speed_json(const RunRecord& record) {
  assert(std::isfinite(record.seconds) && std::isfinite(record.chunks_per_second));
  assert(std::isfinite(record.tracks_per_second) && std::isfinite(record.bare_chunks_per_second));
  assert(std::isfinite(record.loader_ratio));
  return {{"seconds", record.seconds},
          {"chunks_per_second", record.chunks_per_second},
          {"tracks_per_second", record.tracks_per_second},
          {"bare_chunks_per_second", record.bare_chunks_per_second},
          {"loader_ratio", record.loader_ratio}};
}

}  // namespace

std::string write_run_record(const RunRecord& record) {
  const OrderedJson json = {
      {"format", kRunRecordVersion},
      {"system", record.system},
      {"paper", record.paper},
      {"model", record.model},
      {"leaky", record.leaky},
      {"labels", record.labels},
      {"parameters", record.parameters},
      {"trainable_parameters", record.trainable_parameters},
      {"pretrained", record.pretrained},
      {"data",
       {{"train", as_json(record.train)},
        {"valid", as_json(record.valid)},
        {"splits", record.splits},
        {"fold", record.fold},
        {"split_hash", record.split_hash},
        {"chunks_per_epoch", record.chunks_per_epoch}}},
      {"outcome",
       {{"epochs", record.epochs}, {"best_epoch", record.best_epoch}, {"stopped", word_of(record.end, kEndWords)}}},
      {"machine", machine_json(record)},
      {"speed", speed_json(record)},
      {"training", as_json(record.training)},
  };
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Result<RunRecord> parse_run_record(std::string_view json) {
  const Json root = Json::parse(json, nullptr, false);
  std::optional<Error> error = check_document(root, "run record", kRunRecordVersion);
  if (error) return *error;
  Fields fields(&root, "run record", error);
  RunRecord record;
  read_network(fields, record);
  read_data(fields.group("data"), record);
  read_outcome(fields.group("outcome"), record);
  read_machine(fields.group("machine"), record);
  read_speed(fields.group("speed"), record);
  record.training = fields.plain_values("training");
  if (error) return *error;
  return record;
}

Result<RunRecord> read_run_record(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "run.json";
  const Result<std::string> text = read_text(path);
  if (!text) return text.error();
  Result<RunRecord> record = parse_run_record(*text);
  if (!record) return in_file(path, record.error());
  return record;
}

}  // namespace genrelens
