#include "native/onnx_session.h"

#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <cassert>
#include <thread>
#include <utility>

namespace genrelens {
namespace {

Ort::Env& environment() {
  static Ort::Env instance(ORT_LOGGING_LEVEL_ERROR, "genrelens");
  return instance;
}

Ort::SessionOptions session_options(int threads) {
  Ort::SessionOptions options;
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  options.SetIntraOpNumThreads(threads > 0 ? threads : static_cast<int>(processors));
  options.SetInterOpNumThreads(1);
  // Waiting threads that spin take the processor from LibTorch and from other programs.
  options.AddConfigEntry("session.intra_op.allow_spinning", "0");
  return options;
}

Error failed(const std::string& doing, const Ort::Exception& problem) {
  return {.code = ErrorCode::damaged, .message = "ONNX Runtime cannot " + doing + ": " + problem.what() + "."};
}

}  // namespace

struct OnnxSession::State {
  OnnxOptions options;
  Ort::Session session;
  std::vector<std::int64_t> input_shape;  // without the number of chunks
};

OnnxSession::OnnxSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
OnnxSession::OnnxSession(OnnxSession&&) noexcept = default;
OnnxSession& OnnxSession::operator=(OnnxSession&&) noexcept = default;
OnnxSession::~OnnxSession() = default;

Result<OnnxSession> OnnxSession::create(std::span<const std::uint8_t> bytes, const OnnxOptions& options) {
  try {
    Ort::Session session(environment(), bytes.data(), bytes.size(), session_options(options.threads));
    Ort::AllocatorWithDefaultOptions allocator;
    std::vector<std::string> outputs;
    for (std::size_t i = 0; i < session.GetOutputCount(); i++) {
      outputs.emplace_back(session.GetOutputNameAllocated(i, allocator).get());
    }
    for (const std::string& name : {options.logits, options.embedding}) {
      if (std::find(outputs.begin(), outputs.end(), name) != outputs.end()) continue;
      return Error{.code = ErrorCode::missing_field, .message = "The network has no output \"" + name + "\"."};
    }
    if (session.GetInputCount() != 1 || session.GetInputNameAllocated(0, allocator).get() != options.input) {
      return Error{.code = ErrorCode::missing_field,
                   .message = "The network has no single input \"" + options.input + "\"."};
    }
    std::vector<std::int64_t> shape = session.GetInputTypeInfo(0).GetTensorTypeAndShapeInfo().GetShape();
    if (shape.size() < 2 || std::any_of(shape.begin() + 1, shape.end(), [](std::int64_t size) { return size < 1; })) {
      return Error{.code = ErrorCode::unsupported,
                   .message = "The network's input must have fixed sizes after the first."};
    }
    shape.erase(shape.begin());
    return OnnxSession(std::make_unique<State>(State{options, std::move(session), std::move(shape)}));
  } catch (const Ort::Exception& problem) {
    return failed("read the network", problem);
  }
}

std::optional<std::string> OnnxSession::word(const std::string& key) const {
  const Ort::AllocatorWithDefaultOptions allocator;
  const auto value = state_->session.GetModelMetadata().LookupCustomMetadataMapAllocated(key.c_str(), allocator);
  if (!value) return {};
  return value.get();
}

std::size_t OnnxSession::input_size() const {
  std::size_t size = 1;
  for (const std::int64_t length : state_->input_shape) size *= static_cast<std::size_t>(length);
  return size;
}

Result<OnnxAnswer> OnnxSession::run(std::span<const float> inputs, std::size_t count) {
  assert(inputs.size() == count * input_size());
  try {
    std::vector<std::int64_t> shape = {static_cast<std::int64_t>(count)};
    shape.insert(shape.end(), state_->input_shape.begin(), state_->input_shape.end());
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    // ONNX Runtime only reads it; its interface has no constant tensor.
    const Ort::Value input = Ort::Value::CreateTensor<float>(memory, const_cast<float*>(inputs.data()), inputs.size(),
                                                             shape.data(), shape.size());
    const char* input_names[] = {state_->options.input.c_str()};
    const char* output_names[] = {state_->options.logits.c_str(), state_->options.embedding.c_str()};
    const auto outputs = state_->session.Run(Ort::RunOptions(), input_names, &input, 1, output_names, 2);
    const auto values = [](const Ort::Value& value) {
      const float* first = value.GetTensorData<float>();
      return std::vector<float>(first, first + value.GetTensorTypeAndShapeInfo().GetElementCount());
    };
    return OnnxAnswer{values(outputs[0]), values(outputs[1])};
  } catch (const Ort::Exception& problem) {
    return failed("run the network", problem);
  }
}

}  // namespace genrelens
