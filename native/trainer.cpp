#include "native/trainer.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <new>
#include <thread>
#include <utility>

#include "core/sha256.h"
#include "native/batch_loader.h"
#include "native/batch_maker.h"
#include "native/device.h"
#include "native/evaluation.h"
#include "native/file.h"
#include "native/gradient_sum.h"
#include "native/module.h"
#include "native/optimizer.h"
#include "native/process_group.h"
#include "native/row_chunks.h"
#include "native/training_state.h"

namespace genrelens {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kDropout = std::uint64_t{1} << 32;  // purpose of an epoch's random numbers; batches are below
constexpr std::size_t kBareSteps = 10;
constexpr std::size_t kStepsUnread = 16;  // on a GPU: asking for the loss waits for it

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// (−1, channels, height, width)
std::vector<std::int64_t> tensor_shape(const Features& features) {
  std::vector<std::int64_t> shape{-1};
  for (const std::size_t size : input_shape(features)) shape.push_back(static_cast<std::int64_t>(size));
  return shape;
}

int processors() { return static_cast<int>(std::max(1u, std::thread::hardware_concurrency())); }

// A GPU waits for batches unless many threads make them. Beside a network on the CPU one thread would do on an idle
// machine; the second keeps the rate where other programs take the processor in turns.
int loaders_for(const TrainingMachine& machine, torch::Device device) {
  if (machine.loaders > 0) return machine.loaders;
  return device.is_cuda() ? std::clamp(processors() - 2, 1, 16) : 2;
}

// A batch where the network is.
struct Example {
  torch::Tensor input;   // (N, channels, height, width)
  torch::Tensor target;  // (N, labels)
};

class Trainer {
 public:
  Trainer(const TrainingTask& task, const TrainingEvents& events, torch::Device device, PlainValues identity,
          std::unique_ptr<ProcessGroup> group)
      : task_(task),
        options_(task.options),
        events_(events),
        device_(device),
        group_(std::move(group)),
        loaders_(loaders_for(task.machine, device)),
        maker_(task.system, task.features, task.data, task.options,
               {static_cast<std::size_t>(task.processes.rank), static_cast<std::size_t>(task.processes.count)}),
        chunks_(task.features, task.system.hop_frames, task.system.last_chunk),
        input_shape_(tensor_shape(task.features)),
        module_(network_of(task.system, options_, task.data.labels.size())),
        mean_(network_of(task.system, options_, task.data.labels.size())),
        best_(network_of(task.system, options_, task.data.labels.size())),
        identity_(std::move(identity)) {
    Weights weights = weights_of(*module_);
    for (const auto& [name, tensor] : task.start) weights.at(name) = tensor;
    for (Module* module : {&module_, &mean_, &best_}) {
      set_weights(**module, weights);
      (*module)->to(device_);
    }
    mean_->eval();
    optimizer_ = make_optimizer(*module_, options_);
  }

  Result<Trained> run() {
    if (task_.resume) {
      if (const auto error = take_up_state()) return *error;
    }
    std::optional<RunEnd> end = end_by_history();
    while (!end) {
      const Clock::time_point start = Clock::now();
      EpochResult result{.epoch = static_cast<int>(record_.history.size()) + 1};
      if (!learn(result)) {
        end = RunEnd::interrupt;
        break;
      }
      if (const auto error = validate(result)) return *error;
      agree_on_score(result);
      result.seconds = seconds_since(start);
      const bool go_on = keep(result);
      if (const auto error = save_state()) return *error;
      end = end_by_history();
      if (!go_on && !end) end = RunEnd::interrupt;
    }
    if (record_.history.empty()) {
      return Error{ErrorCode::missing_field, "Stopped before the first epoch was done: there is nothing to keep."};
    }
    return trained(*end);
  }

 private:
  std::optional<Error> take_up_state() {
    Result<TrainingRecord> record = read_state(task_.state_file, identity_, tensors(), device_);
    if (!record) return record.error();
    record_ = std::move(*record);
    const int before = record_.threads, now = torch::get_num_threads();
    if (before != now && device_.is_cpu() && events_.note) {
      events_.note("The network ran on " + std::to_string(before) + " threads before and runs on " +
                   std::to_string(now) + " now: it will not end bit by bit as an unbroken run.");
    }
    return {};
  }

  // One epoch of steps. False: stopped before its end.
  bool learn(EpochResult& result) {
    module_->train();
    torch::manual_seed(epoch_random(options_.seed, result.epoch, kDropout + rank()).next());
    const std::vector<std::size_t> order = maker_.epoch_order(result.epoch);
    const std::size_t count = maker_.batches(), rows = maker_.batch_rows();
    const Clock::time_point start = Clock::now();
    BatchLoader loader(loaders_, count, [&](std::size_t number) { return maker_.make(order, result.epoch, number); });
    totals_ = torch::zeros({2}, torch::dtype(torch::kDouble).device(device_));
    for (std::size_t i = 0; i < count; i++) {
      const double progress = result.epoch - 1 + static_cast<double>(i) / static_cast<double>(count);
      result.learning_rate = learning_rate_at(options_, progress);
      set_learning_rate(*optimizer_, result.learning_rate);
      take_step(on_device(loader.next()));
      if (stopped_) return false;
      result.chunks = (i + 1) * rows;
      if (device_.is_cuda() && i + 1 < count && (i + 1) % kStepsUnread != 0) continue;
      const torch::Tensor totals = totals_.cpu() / static_cast<double>(result.chunks);
      result.train_loss = totals[0].item<double>();
      result.train_accuracy = totals[1].item<double>();
      const double rate = static_cast<double>(result.chunks) / seconds_since(start);
      const BatchProgress now{result.epoch, i + 1, count, result.train_loss, result.train_accuracy, rate};
      if (events_.batch && !events_.batch(now)) ask_to_stop();
      if (stopped_) return false;
    }
    result.learning_seconds = seconds_since(start);
    if (group_) {
      for (Module* module : {&module_, &mean_}) average_statistics(*group_, **module, task_.processes.count);
    }
    return true;
  }

  void take_step(const Example& example) {
    optimizer_->zero_grad();
    torch::Tensor logits;
    {
      const Autocast autocast(device_, options_.precision);
      logits = module_->forward(example.input).to(torch::kFloat);
    }
    // Of the whole batch, of which this process may have a part.
    const torch::Tensor loss = -(example.target * torch::log_softmax(logits, 1)).sum();
    (loss / static_cast<double>(maker_.batch_rows())).backward();
    const torch::Tensor right = logits.argmax(1).eq(example.target.argmax(1)).sum();
    StepSums sums{torch::stack({loss.detach().to(torch::kDouble), right.to(torch::kDouble)}), asked_to_stop_};
    if (group_) {
      sum_over_processes(*group_, *module_, sums);
      stopped_ = sums.stop;
    }
    totals_ += sums.loss_and_right;
    optimizer_->step();
    record_.steps++;
    const double seen = static_cast<double>(record_.steps);
    average_into(*mean_, *module_, std::min(options_.averaging, seen / (seen + 10)));
  }

  std::optional<Error> validate(EpochResult& result) {
    const torch::NoGradGuard no_gradients;
    const RunNetwork run = [this](std::span<const float> inputs, std::size_t) -> Result<std::vector<float>> {
      const auto size = static_cast<std::int64_t>(inputs.size());
      const torch::Tensor input = torch::from_blob(const_cast<float*>(inputs.data()), {size}).view(input_shape_);
      const torch::Tensor logits = mean_->forward(input.to(device_)).to(torch::kCPU).contiguous();
      if (!torch::isfinite(logits).all().item<bool>()) {
        return Error{.code = ErrorCode::out_of_range,
                     .message = "The network's answers are no finite numbers any more: the learning rate is too high."};
      }
      return std::vector<float>(logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel());
    };
    const TrainingData& data = task_.data;
    const Result<SplitAnswers> answers = answer_rows(data.folder, data.valid.tracks, data.labels, chunks_, run);
    if (!answers) return answers.error();
    judge_epoch(result, *answers);
    return {};
  }

  // Another machine rounds otherwise; whether an epoch is the best, and the last, must be the same for all.
  void agree_on_score(EpochResult& result) {
    if (!group_) return;
    double scores[] = {result.valid_loss, result.valid_accuracy};
    take_from_first(*group_, task_.processes.rank, scores);
    result.valid_loss = scores[0];
    result.valid_accuracy = scores[1];
  }

  // Notes the epoch, and its weights if they are the best. False: the caller wants no more.
  bool keep(EpochResult& result) {
    const EpochResult* best = best_epoch();
    result.best = !best || result.valid_loss < best->valid_loss;
    record_.history.push_back(result);
    record_.threads = torch::get_num_threads();
    if (result.best) average_into(*best_, *mean_, 0);
    bool go_on = !events_.epoch || events_.epoch(record_.history, weights_of(*mean_));
    if (group_) go_on = !any_process(*group_, !go_on);
    return go_on;
  }

  const EpochResult* best_epoch() const {
    const EpochResult* best = nullptr;
    for (const EpochResult& result : record_.history) {
      if (result.best) best = &result;
    }
    return best;
  }

  std::optional<RunEnd> end_by_history() const {
    if (record_.history.empty()) return {};
    const int epoch = record_.history.back().epoch;
    if (epoch >= options_.epochs) return RunEnd::epochs_done;
    if (epoch - best_epoch()->epoch >= options_.patience) return RunEnd::patience;
    return {};
  }

  std::optional<Error> save_state() {
    if (task_.state_file.empty() || rank() != 0) return {};
    return write_state(task_.state_file, identity_, record_, tensors());
  }

  Trained trained(RunEnd end) {
    Trained trained{.weights = weights_of(*best_), .best = *best_epoch(), .history = record_.history, .end = end};
    trained.device = device_words(device_);
    trained.threads = torch::get_num_threads();
    trained.loaders = loaders_;
    double chunks = 0, seconds = 0;
    for (const EpochResult& result : record_.history) {
      chunks += static_cast<double>(result.chunks);
      seconds += result.learning_seconds;
    }
    trained.chunks_per_second = chunks / seconds;
    if (end != RunEnd::interrupt && task_.measures_bare_rate) trained.bare_chunks_per_second = measure_bare_rate();
    return trained;
  }

  // Steps on one batch over and over: nothing is made, cut or waited for. The weights are spoilt, so it comes last.
  double measure_bare_rate() {
    module_->train();
    const Example example = on_device(maker_.make(maker_.epoch_order(0), 0, 0));
    totals_ = torch::zeros({2}, torch::dtype(torch::kDouble).device(device_));
    take_step(example);
    totals_.cpu();  // waits for a GPU
    const std::size_t steps = std::min(kBareSteps, maker_.batches());
    const Clock::time_point start = Clock::now();
    for (std::size_t i = 0; i < steps; i++) take_step(example);
    totals_.cpu();
    return static_cast<double>(steps * maker_.batch_rows()) / seconds_since(start);
  }

  Example on_device(Batch batch) const {
    const auto rows = static_cast<std::int64_t>(batch.rows);
    const auto tensor = [](std::vector<float>& values) {
      return torch::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}).clone();
    };
    return {.input = tensor(batch.input).view(input_shape_).to(device_),
            .target = tensor(batch.target).view({rows, -1}).to(device_)};
  }

  // Alone at once; of several processes, all after the same step.
  void ask_to_stop() {
    asked_to_stop_ = true;
    if (!group_) stopped_ = true;
  }

  std::uint64_t rank() const { return static_cast<std::uint64_t>(task_.processes.rank); }
  TrainingTensors tensors() { return {*module_, *mean_, *best_, *optimizer_}; }

  const TrainingTask& task_;
  const TrainingOptions& options_;
  const TrainingEvents& events_;
  torch::Device device_;
  std::unique_ptr<ProcessGroup> group_;  // null: one process
  int loaders_;
  BatchMaker maker_;
  RowChunks chunks_;
  std::vector<std::int64_t> input_shape_;
  Module module_;  // the one that learns
  Module mean_;    // the running mean of its weights: what is validated and kept
  Module best_;    // the mean after the best epoch
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  PlainValues identity_;  // empty where nothing asks for it
  TrainingRecord record_;
  torch::Tensor totals_;  // loss and right answers of the epoch so far
  bool asked_to_stop_ = false;
  bool stopped_ = false;
};

// 64 hexadecimal digits that processes of one training share: also, all resume the same state or none does.
Result<std::string> hash_for_all(const TrainingTask& task, const PlainValues& identity) {
  std::string text = write_options(identity);
  if (task.resume) {
    const Result<std::string> state = read_text(task.state_file, kMostFileBytes);
    if (!state) return state.error();
    text += *state;
  }
  return sha256(text);
}

// In one sentence; LibTorch's own go on with a stack.
Error describe(const std::exception& problem) {
  const std::string text = problem.what();
  const bool memory = dynamic_cast<const std::bad_alloc*>(&problem) || text.find("out of memory") != text.npos ||
                      text.find("t allocate memory") != text.npos || text.find("enough memory") != text.npos;
  if (memory) return {ErrorCode::unsupported, "The training ran out of memory; give a smaller --batch."};
  return {ErrorCode::unsupported, "The training failed: " + text.substr(0, text.find('\n'))};
}

Result<Trained> train_on(torch::Device device, const TrainingTask& task, const TrainingEvents& events) {
  std::unique_ptr<ProcessGroup> group;
  PlainValues identity;
  if (!task.state_file.empty() || task.processes.count > 1) identity = identity_of(task);
  if (task.processes.count > 1) {
    const Result<std::string> hash = hash_for_all(task, identity);
    if (!hash) return hash.error();
    Result<std::unique_ptr<ProcessGroup>> joined = join_processes(task.processes, *hash);
    if (!joined) return joined.error();
    group = std::move(*joined);
  }
  torch::set_num_threads(task.machine.threads > 0 ? task.machine.threads : processors());
  torch::manual_seed(task.options.seed);  // of the fresh weights
  return Trainer(task, events, device, std::move(identity), std::move(group)).run();
}

}  // namespace

std::optional<Error> refuse_device(DeviceChoice choice) {
  const Result<torch::Device> device = choose_device(choice);
  if (!device) return device.error();
  return {};
}

Result<Trained> train(const TrainingTask& task, const TrainingEvents& events) {
  if (const auto error = refuse_share(task.options, task.data, task.processes)) return *error;
  const Result<torch::Device> device = choose_device(task.machine.device);
  if (!device) return device.error();
  try {
    return train_on(*device, task, events);
  } catch (const ProcessGone&) {
    return Error{
        ErrorCode::unsupported,
        "Another process of this training is gone; start all of them again, with --resume if an epoch was done."};
  } catch (const std::exception& problem) {
    return describe(problem);
  }
}

}  // namespace genrelens
