#include "native/training_state.h"

#include <sstream>

#include "core/json_fields.h"
#include "core/sha256.h"
#include "native/file.h"

namespace genrelens {
namespace {

constexpr int kStateVersion = 2;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr Range kAny = {-1e300, 1e300};

constexpr std::size_t kHashDigits = 64;

nlohmann::ordered_json as_json(const EpochResult& result) {
  return {{"epoch", result.epoch},
          {"learning_rate", result.learning_rate},
          {"train_loss", result.train_loss},
          {"train_accuracy", result.train_accuracy},
          {"valid_loss", result.valid_loss},
          {"valid_accuracy", result.valid_accuracy},
          {"learning_seconds", result.learning_seconds},
          {"seconds", result.seconds},
          {"chunks", result.chunks},
          {"best", result.best}};
}

EpochResult read_epoch(Fields fields) {
  EpochResult result;
  result.epoch = static_cast<int>(fields.whole("epoch", 1, std::numeric_limits<int>::max()));
  result.learning_rate = fields.number("learning_rate", kAny);
  result.train_loss = fields.number("train_loss", kAny);
  result.train_accuracy = fields.number("train_accuracy", kAny);
  result.valid_loss = fields.number("valid_loss", kAny);
  result.valid_accuracy = fields.number("valid_accuracy", kAny);
  result.learning_seconds = fields.number("learning_seconds", kAny);
  result.seconds = fields.number("seconds", kAny);
  result.chunks = static_cast<std::size_t>(fields.whole("chunks", 0, kMost));
  result.best = fields.flag("best");
  return result;
}

std::string write_record(const PlainValues& identity, const TrainingRecord& record) {
  nlohmann::ordered_json json = {{"format", kStateVersion}, {"steps", record.steps}, {"threads", record.threads}};
  json["identity"] = genrelens::as_json(identity);
  json["history"] = nlohmann::ordered_json::array();
  for (const EpochResult& result : record.history) json["history"].push_back(as_json(result));
  return json.dump();
}

std::string words(const PlainValues& values, const std::string& name) {
  const auto found = values.find(name);
  if (found == values.end()) return "the system's own";
  return std::visit([](const auto& value) { return Json(value).dump(); }, found->second);
}

std::optional<Error> refuse_other(const PlainValues& stored, const PlainValues& asked) {
  PlainValues names = stored;
  names.insert(asked.begin(), asked.end());
  for (const auto& [name, ignored] : names) {
    const std::string before = words(stored, name), now = words(asked, name);
    if (before == now) continue;
    return Error{ErrorCode::wrong_hash,
                 "The unfinished run has " + name + " " + before + " and this command " + now +
                     ": repeat the run's own command with --resume, or train into another folder."};
  }
  return {};
}

Result<TrainingRecord> read_record(const std::string& text, const PlainValues& identity) {
  const Json root = Json::parse(text, nullptr, false);
  std::optional<Error> error = check_document(root, "state", kStateVersion);
  if (error) return *error;
  Fields fields(&root, "state", error);
  TrainingRecord record;
  record.steps = fields.whole("steps", 0, kMost);
  record.threads = static_cast<int>(fields.whole("threads", 1, std::numeric_limits<int>::max()));
  const PlainValues stored = fields.plain_values("identity");
  for (const Json& epoch : fields.list("history", 1, 1000000, "epochs")) {
    record.history.push_back(read_epoch(Fields(&epoch, "state's epoch", error)));
  }
  if (!error) error = refuse_other(stored, identity);
  if (error) return *error;
  return record;
}

void save(torch::serialize::OutputArchive& archive, const std::string& name, const auto& part) {
  torch::serialize::OutputArchive inner(archive.compilation_unit());
  part.save(inner);
  archive.write(name, inner);
}

void load(torch::serialize::InputArchive& archive, const std::string& name, auto& part) {
  torch::serialize::InputArchive inner;
  archive.read(name, inner);
  part.load(inner);
}

}  // namespace

std::optional<Error> write_state(const std::filesystem::path& path, const PlainValues& identity,
                                 const TrainingRecord& record, const TrainingTensors& tensors) {
  torch::serialize::OutputArchive archive;
  archive.write("record", c10::IValue(write_record(identity, record)));
  save(archive, "module", tensors.module);
  save(archive, "mean", tensors.mean);
  save(archive, "best", tensors.best);
  save(archive, "optimizer", tensors.optimizer);
  std::ostringstream bytes;
  archive.save_to(bytes);
  return write_text(path, sha256(bytes.view()) + std::string(bytes.view()));
}

Result<TrainingRecord> read_state(const std::filesystem::path& path, const PlainValues& identity,
                                  const TrainingTensors& tensors, torch::Device device) {
  const Result<std::string> bytes = read_text(path, kMostFileBytes);
  if (!bytes) return bytes.error();
  const Error damaged = in_file(path, {ErrorCode::damaged,
                                       "This is no whole state of an unfinished training of this network; train anew "
                                       "with --force."});
  if (bytes->size() < kHashDigits || !bytes->starts_with(sha256(std::string_view(*bytes).substr(kHashDigits)))) {
    return damaged;
  }
  try {
    std::istringstream stream(bytes->substr(kHashDigits));
    torch::serialize::InputArchive archive;
    archive.load_from(stream, device);
    c10::IValue text;
    archive.read("record", text);
    Result<TrainingRecord> record = read_record(text.toStringRef(), identity);
    if (!record) return in_file(path, record.error());
    load(archive, "module", tensors.module);
    load(archive, "mean", tensors.mean);
    load(archive, "best", tensors.best);
    load(archive, "optimizer", tensors.optimizer);
    return record;
  } catch (const std::exception&) {
    return damaged;
  }
}

}  // namespace genrelens
