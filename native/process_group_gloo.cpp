// process_group.h by Gloo, on any network. A tensor on a GPU goes through the CPU's memory.
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "native/process_group.h"

namespace genrelens {
namespace {

constexpr auto kPatience = std::chrono::minutes(1);       // until all have come
constexpr auto kStepPatience = std::chrono::minutes(30);  // for one sum: the others may still validate

class GlooGroup : public ProcessGroup {
 public:
  explicit GlooGroup(const Processes& processes) {
    c10d::TCPStoreOptions store_options;
    store_options.port = static_cast<std::uint16_t>(processes.port);
    store_options.isServer = processes.rank == 0;
    store_options.numWorkers = static_cast<std::size_t>(processes.count);
    store_options.timeout = kPatience;
    const auto store = c10::make_intrusive<c10d::TCPStore>(processes.host, store_options);
    const auto options = c10d::ProcessGroupGloo::Options::create();
    const bool loopback = processes.host == "localhost" || processes.host.starts_with("127.");
    options->devices.push_back(loopback ? c10d::ProcessGroupGloo::createDeviceForHostname(processes.host)
                                        : c10d::ProcessGroupGloo::createDefaultDevice());
    options->timeout = kStepPatience;
    group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(store, processes.rank, processes.count, options);
  }

  void sum(torch::Tensor& tensor) override {
    std::vector<torch::Tensor> tensors{tensor.to(torch::kCPU)};
    group_->allreduce(tensors)->wait();
    if (!tensor.is_cpu()) tensor.copy_(tensors[0]);
  }

 private:
  c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

Result<std::unique_ptr<ProcessGroup>> join_processes(const Processes& processes) {
  try {
    return std::unique_ptr<ProcessGroup>(std::make_unique<GlooGroup>(processes));
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
