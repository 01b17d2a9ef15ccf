// process_group.h by Gloo, on any network. A tensor on a GPU goes through the CPU's memory.
#include <algorithm>
#include <optional>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "native/process_group.h"

namespace genrelens {
namespace {

constexpr auto kPatience = std::chrono::minutes(1);       // until all have come
constexpr auto kStepPatience = std::chrono::minutes(30);  // for one sum: the others may still validate

using Store = c10::intrusive_ptr<c10d::TCPStore>;

// Where they meet; rank 0 keeps it.
Store open_store(const Processes& processes) {
  c10d::TCPStoreOptions options;
  options.port = static_cast<std::uint16_t>(processes.port);
  options.isServer = processes.rank == 0;
  options.numWorkers = static_cast<std::size_t>(processes.count);
  options.timeout = kPatience;
  return c10::make_intrusive<c10d::TCPStore>(processes.host, options);
}

// The first process whose identity is not this one's. Nobody leaves before all have read, or the store would be gone.
std::optional<int> find_other(c10d::TCPStore& store, const Processes& processes, const std::string& identity) {
  const auto key = [](const char* what, int rank) { return what + std::to_string(rank); };
  store.set(key("identity", processes.rank), std::vector<std::uint8_t>(identity.begin(), identity.end()));
  std::optional<int> other;
  for (int rank = processes.count - 1; rank >= 0; rank--) {
    const std::vector<std::uint8_t> theirs = store.get(key("identity", rank));
    if (!std::equal(theirs.begin(), theirs.end(), identity.begin(), identity.end())) other = rank;
  }
  store.set(key("has_read", processes.rank), std::vector<std::uint8_t>{1});
  if (processes.rank > 0) return other;
  for (int rank = 0; rank < processes.count; rank++) store.wait({key("has_read", rank)}, kPatience);
  return other;
}

class GlooGroup : public ProcessGroup {
 public:
  GlooGroup(const Processes& processes, const Store& store) {
    const auto options = c10d::ProcessGroupGloo::Options::create();
    const bool loopback = processes.host == "localhost" || processes.host.starts_with("127.");
    options->devices.push_back(loopback ? c10d::ProcessGroupGloo::createDeviceForHostname(processes.host)
                                        : c10d::ProcessGroupGloo::createDefaultDevice());
    options->timeout = kStepPatience;
    group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(store, processes.rank, processes.count, options);
  }

  void sum(torch::Tensor& tensor) override {
    std::vector<torch::Tensor> tensors{tensor.to(torch::kCPU)};
    try {
      group_->allreduce(tensors)->wait();
    } catch (const std::exception& problem) {
      throw ProcessGone(problem.what());
    }
    if (!tensor.is_cpu()) tensor.copy_(tensors[0]);
  }

 private:
  c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

Result<std::unique_ptr<ProcessGroup>> join_processes(const Processes& processes, const std::string& identity) {
  try {
    const Store store = open_store(processes);
    if (const std::optional<int> other = find_other(*store, processes, identity)) {
      return Error{
          ErrorCode::wrong_hash,
          "Rank " + std::to_string(*other) + " and rank " + std::to_string(processes.rank) +
              " differ in options, data, weights to begin with or resume.pt: start all with the same command."};
    }
    return std::unique_ptr<ProcessGroup>(std::make_unique<GlooGroup>(processes, store));
  } catch (const std::exception&) {
    const std::string place = processes.host + ":" + std::to_string(processes.port);
    return Error{
        ErrorCode::unsupported,
        processes.rank == 0
            ? "The other processes did not come to " + place + " within a minute, or the port is taken: start " +
                  "ranks 1 to " + std::to_string(processes.count - 1) + " with the same --master."
            : "Nothing answers at " + place + ": start rank 0 there, with the same --master, within a minute."};
  }
}

}  // namespace genrelens
