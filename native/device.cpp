#include "native/device.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include <filesystem>
#include <fstream>

namespace genrelens {
namespace {

// LibTorch renamed these functions in 2.4.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
bool autocasts(torch::Device device) { return at::autocast::is_autocast_enabled(device.type()); }
void set_autocast(torch::Device device, bool on) {
  at::autocast::set_autocast_dtype(device.type(), torch::kBFloat16);
  at::autocast::set_autocast_enabled(device.type(), on);
}
#else
bool autocasts(torch::Device device) {
  return device.is_cuda() ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
}
void set_autocast(torch::Device device, bool on) {
  if (device.is_cuda()) {
    at::autocast::set_autocast_gpu_dtype(torch::kBFloat16);
    at::autocast::set_enabled(on);
  } else {
    at::autocast::set_autocast_cpu_dtype(torch::kBFloat16);
    at::autocast::set_cpu_enabled(on);
  }
}
#endif

std::string processor_name() {
  std::ifstream list("/proc/cpuinfo");
  for (std::string line; std::getline(list, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "CPU";
}

// LibTorch's portable interface does not name a GPU; NVIDIA's driver lists them as "Model: \t NVIDIA H200".
std::string graphics_name() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/driver/nvidia/gpus", ignored)) {
    std::ifstream information(entry.path() / "information");
    for (std::string line; std::getline(information, line);) {
      const std::size_t name = line.find_first_not_of(" \t", line.find(':') + 1);
      if (line.starts_with("Model:") && name != std::string::npos) return line.substr(name);
    }
  }
  return "CUDA GPU";
}

}  // namespace

Result<torch::Device> choose_device(DeviceChoice choice) {
  const bool has_cuda = torch::cuda::is_available();
  if (choice == DeviceChoice::cuda && !has_cuda) {
    return Error{
        ErrorCode::unsupported,
        "There is no CUDA device that this build's LibTorch can use; say --device cpu, or build with the preset "
        "cuda on a machine that has one."};
  }
  if (choice == DeviceChoice::cpu || !has_cuda) return torch::Device(torch::kCPU);
  return torch::Device(torch::kCUDA, 0);
}

std::string device_words(torch::Device device) { return device.is_cuda() ? graphics_name() : processor_name(); }

Autocast::Autocast(torch::Device device, Precision precision) : device_(device), on_(precision == Precision::mixed) {
  if (!on_) return;
  before_ = autocasts(device_);
  set_autocast(device_, true);
  at::autocast::increment_nesting();
}

Autocast::~Autocast() {
  if (!on_) return;
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  set_autocast(device_, before_);
}

}  // namespace genrelens
