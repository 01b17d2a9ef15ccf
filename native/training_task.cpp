#include "native/training_task.h"

#include <algorithm>
#include <vector>

#include "core/sha256.h"

namespace genrelens {
namespace {

template <class Value>
void append(std::vector<std::uint8_t>& bytes, const Value* values, std::size_t count) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(values);
  bytes.insert(bytes.end(), begin, begin + count * sizeof(Value));
}

std::string hash_of(const Weights& weights) {
  std::vector<std::uint8_t> bytes;
  for (const auto& [name, tensor] : weights) {
    append(bytes, name.c_str(), name.size() + 1);
    append(bytes, tensor.shape.data(), tensor.shape.size());
    append(bytes, tensor.values.data(), tensor.values.size());
  }
  return sha256(bytes);
}

}  // namespace

PlainValues identity_of(const TrainingTask& task) {
  PlainValues identity = values_of(task.options);
  identity.merge(fingerprint(task.data));
  identity["system"] = task.system.name;
  identity["processes"] = static_cast<std::uint64_t>(task.processes.count);
  identity["start_weights"] = hash_of(task.start);
  return identity;
}

std::optional<Error> refuse_share(const TrainingOptions& options, const TrainingData& data,
                                  const Processes& processes) {
  const auto count = static_cast<std::size_t>(processes.count), batch = static_cast<std::size_t>(options.batch);
  const std::size_t epoch = data.train.tracks.size() * static_cast<std::size_t>(options.crops);
  if (count <= std::min(batch, epoch)) return {};
  const std::string chunks = batch <= epoch ? "A batch of " + std::to_string(batch) + " chunks"
                                            : "An epoch of " + std::to_string(epoch) + " chunks";
  return Error{ErrorCode::out_of_range, chunks + " cannot be shared by " + std::to_string(count) + " processes."};
}

Network network_of(const System& system, const TrainingOptions& options, std::size_t labels) {
  Network network = system.network(labels);
  if (options.dropout) network.set_dropout(*options.dropout);
  return network;
}

}  // namespace genrelens
