#include "native/trainer.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <numbers>
#include <thread>
#include <utility>

#include "core/network_input.h"
#include "core/random.h"
#include "native/evaluation.h"
#include "native/module.h"
#include "native/row_chunks.h"

namespace genrelens {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// Beta(a, a) for a ≤ 1 (Jöhnk 1964).
double symmetric_beta(double a, Random& random) {
  while (true) {
    const double x = std::pow(random.uniform(), 1 / a);
    const double y = std::pow(random.uniform(), 1 / a);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

std::vector<std::size_t> track_labels(const TrainingData& data) {
  std::vector<std::size_t> labels;
  for (const std::size_t track : data.train.tracks) {
    const auto found = std::find(data.labels.begin(), data.labels.end(), data.folder.tracks[track].genre);
    labels.push_back(static_cast<std::size_t>(found - data.labels.begin()));
  }
  return labels;
}

// (−1, channels, height, width)
std::vector<std::int64_t> tensor_shape(const Features& features) {
  std::vector<std::int64_t> shape{-1};
  for (const std::size_t size : input_shape(features)) shape.push_back(static_cast<std::int64_t>(size));
  return shape;
}

struct Batch {
  torch::Tensor input;   // (N, channels, height, width)
  torch::Tensor target;  // (N, labels), rows sum to 1
};

// Chunks of training tracks: cut at random, augmented, mixed.
class BatchMaker {
 public:
  BatchMaker(const System& system, const Features& features, const TrainingData& data, const TrainingOptions& options)
      : system_(system),
        features_(features),
        plan_(*NetworkInput::create(features)),
        data_(data),
        options_(options),
        labels_(track_labels(data)) {}

  // Positions in the training split, each `crops` times.
  std::vector<std::size_t> epoch_order(Random& random) const {
    std::vector<std::size_t> order;
    for (int crop = 0; crop < options_.crops; crop++) {
      for (std::size_t i = 0; i < labels_.size(); i++) order.push_back(i);
    }
    random.shuffle(std::span(order));
    return order;
  }

  Batch make(std::span<const std::size_t> positions, Random& random) const {
    const auto count = static_cast<std::int64_t>(positions.size());
    const auto label_count = static_cast<std::int64_t>(data_.labels.size());
    std::vector<std::int64_t> shape = tensor_shape(features_);
    shape[0] = count;
    Batch batch{
        .input = torch::empty(shape),
        .target = torch::full({count, label_count}, options_.label_smoothing / static_cast<double>(label_count))};
    for (std::size_t i = 0; i < positions.size(); i++) {
      const std::span input(batch.input.data_ptr<float>() + i * plan_.values(), plan_.values());
      fill(data_.folder.levels_of(data_.train.tracks[positions[i]]), random, input);
      const auto row = static_cast<std::int64_t>(i), label = static_cast<std::int64_t>(labels_[positions[i]]);
      batch.target[row][label] += 1 - options_.label_smoothing;
    }
    if (options_.mixup > 0) mix(batch, random);
    return batch;
  }

 private:
  // One chunk of a stored row, heard and seen differently each time.
  void fill(std::span<const std::uint8_t> row, Random& random, std::span<float> input) const {
    const auto bands = static_cast<std::size_t>(features_.mel.bands);
    std::vector<float> levels(bands * features_.frames);
    augment(row, bands, features_.frames, features_.level.reference, system_.augmentation, random, levels);
    if (!system_.picture_augmentation) return plan_.fill(levels, input);
    const auto [channels, rows, columns] = plan_.shape();
    std::vector<std::uint8_t> picture(input.size()), transformed(input.size());
    plan_.paint(levels, picture);
    transform_picture(picture, rows, columns,
                      choose_picture_transform(*system_.picture_augmentation, rows, columns, random), transformed);
    plan_.fill_from(transformed, input);
  }

  void mix(Batch& batch, Random& random) const {
    const auto count = static_cast<std::size_t>(batch.input.size(0));
    std::vector<std::int64_t> partner(count);
    for (std::size_t i = 0; i < count; i++) partner[i] = static_cast<std::int64_t>(i);
    random.shuffle(std::span(partner));
    std::vector<float> share(count);
    for (float& value : share) value = static_cast<float>(std::max(0.5, symmetric_beta(options_.mixup, random)));
    const torch::Tensor order = torch::tensor(partner);
    const torch::Tensor weight = torch::tensor(share);
    const auto blend = [&](const torch::Tensor& values, const torch::Tensor& w) {
      return values * w + values.index_select(0, order) * (1 - w);
    };
    batch.input = blend(batch.input, weight.view({-1, 1, 1, 1}));
    batch.target = blend(batch.target, weight.view({-1, 1}));
  }

  const System& system_;
  const Features& features_;
  NetworkInput plan_;
  const TrainingData& data_;
  const TrainingOptions& options_;
  std::vector<std::size_t> labels_;  // of the training split's tracks
};

// progress: epochs done, fractional.
double learning_rate_at(const TrainingOptions& options, double progress) {
  if (options.schedule == Schedule::constant) return options.learning_rate;
  if (progress < options.warmup_epochs) return options.learning_rate * (progress + 0.01) / options.warmup_epochs;
  const double rest = std::max(1e-9, options.epochs - options.warmup_epochs);
  return options.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * (progress - options.warmup_epochs) / rest));
}

std::unique_ptr<torch::optim::Optimizer> make_adam_w(const std::vector<torch::Tensor>& parameters, double decay) {
  std::vector<torch::Tensor> decayed, free;
  for (const torch::Tensor& parameter : parameters) (parameter.dim() > 1 ? decayed : free).push_back(parameter);
  std::vector<torch::optim::OptimizerParamGroup> groups;
  const auto add_group = [&](const std::vector<torch::Tensor>& tensors, double weight_decay) {
    const auto options = torch::optim::AdamWOptions().weight_decay(weight_decay);
    groups.emplace_back(tensors, std::make_unique<torch::optim::AdamWOptions>(options));
  };
  add_group(decayed, decay);
  add_group(free, 0);
  return std::make_unique<torch::optim::AdamW>(groups, torch::optim::AdamWOptions());
}

// Of the parameters that are not frozen.
std::unique_ptr<torch::optim::Optimizer> make_optimizer(const ModuleImpl& module, const TrainingOptions& options) {
  std::vector<torch::Tensor> parameters;
  for (const torch::Tensor& parameter : module.parameters()) {
    if (parameter.requires_grad()) parameters.push_back(parameter);
  }
  switch (options.optimizer) {
    case Optimizer::adam_w:
      break;
    case Optimizer::adam:
      return std::make_unique<torch::optim::Adam>(parameters, torch::optim::AdamOptions());
    case Optimizer::rms_prop:
      return std::make_unique<torch::optim::RMSprop>(parameters, torch::optim::RMSpropOptions().alpha(0.9));
  }
  return make_adam_w(parameters, options.weight_decay);
}

// The running mean of all weights and statistics (Polyak averaging): steadier than any single step's.
void average_into(ModuleImpl& mean, const ModuleImpl& module, double decay) {
  const torch::NoGradGuard no_gradients;
  const auto blend = [decay](auto means, const auto& values) {
    for (const auto& item : values) {
      torch::Tensor& target = means[item.key()];
      if (target.is_floating_point()) target.mul_(decay).add_(item.value(), 1 - decay);
    }
  };
  blend(mean.named_parameters(), module.named_parameters());
  blend(mean.named_buffers(), module.named_buffers());
}

class Trainer {
 public:
  Trainer(const System& system, const Features& features, const TrainingData& data, const TrainingOptions& options,
          const Weights& start)
      : data_(data),
        options_(options),
        batches_(system, features, data, options),
        chunks_(features, system.hop_frames, system.last_chunk),
        input_shape_(tensor_shape(features)),
        random_(options.seed),
        device_(torch::cuda::is_available() ? torch::kCUDA : torch::kCPU),
        module_(system.network(data.labels.size())),
        mean_(system.network(data.labels.size())),
        optimizer_(make_optimizer(*module_, options)) {
    Weights weights = weights_of(*module_);
    for (const auto& [name, tensor] : start) weights.at(name) = tensor;
    set_weights(*module_, weights);
    set_weights(*mean_, weights);
    module_->to(device_);
    mean_->to(device_);
    mean_->eval();
  }

  Result<Trained> run(const TrainingEvents& events) {
    Trained trained;
    for (int epoch = 1; epoch <= options_.epochs; epoch++) {
      const Clock::time_point start = Clock::now();
      EpochResult result = run_epoch(epoch, events);
      if (const auto error = validate(result)) return *error;
      result.seconds = seconds_since(start);
      result.best = epoch == 1 || result.valid_loss < trained.best.valid_loss;
      const Weights weights = weights_of(*mean_);
      if (result.best) trained = {weights, result};
      const bool go_on = !events.epoch || events.epoch(result, weights);
      if (!go_on || epoch - trained.best.epoch >= options_.patience) break;
    }
    return trained;
  }

 private:
  EpochResult run_epoch(int epoch, const TrainingEvents& events) {
    module_->train();
    const std::vector<std::size_t> order = batches_.epoch_order(random_);
    const auto batch_size = static_cast<std::size_t>(options_.batch);
    const std::size_t count = std::max<std::size_t>(1, order.size() / batch_size);  // a last, smaller batch is left out
    const Clock::time_point start = Clock::now();
    EpochResult result{.epoch = epoch};
    std::size_t seen = 0;
    double loss = 0, right = 0;
    for (std::size_t i = 0; i < count; i++) {
      const std::size_t size = std::min(batch_size, order.size());
      result.learning_rate =
          learning_rate_at(options_, epoch - 1 + static_cast<double>(i) / static_cast<double>(count));
      const StepResult step =
          take_step(batches_.make(std::span(order).subspan(i * size, size), random_), result.learning_rate);
      seen += size;
      loss += step.loss;
      right += step.right;
      result.train_loss = loss / static_cast<double>(i + 1);
      result.train_accuracy = right / static_cast<double>(seen);
      if (events.batch) {
        events.batch({epoch, i + 1, count, result.train_loss, result.train_accuracy,
                      static_cast<double>(seen) / seconds_since(start)});
      }
    }
    return result;
  }

  struct StepResult {
    double loss = 0;
    double right = 0;
  };

  StepResult take_step(const Batch& batch, double learning_rate) {
    for (torch::optim::OptimizerParamGroup& group : optimizer_->param_groups()) group.options().set_lr(learning_rate);
    const torch::Tensor target = batch.target.to(device_);
    optimizer_->zero_grad();
    const torch::Tensor logits = module_->forward(batch.input.to(device_));
    const torch::Tensor loss = -(target * torch::log_softmax(logits, 1)).sum(1).mean();
    loss.backward();
    optimizer_->step();
    steps_++;
    average_into(*mean_, *module_, std::min(options_.averaging, static_cast<double>(steps_) / (steps_ + 10)));
    return {loss.item<double>(), logits.argmax(1).eq(target.argmax(1)).sum().item<double>()};
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
    const Result<SplitAnswers> answers = answer_rows(data_.folder, data_.valid.tracks, data_.labels, chunks_, run);
    if (!answers) return answers.error();
    const TrackTable table = track_table(*answers, 1);
    result.valid_loss = log_loss(table.truth, table.probabilities, table.labels);
    result.valid_accuracy = accuracy_score(table.truth, table.guess);
    return {};
  }

  const TrainingData& data_;
  const TrainingOptions& options_;
  BatchMaker batches_;
  RowChunks chunks_;
  std::vector<std::int64_t> input_shape_;
  Random random_;
  torch::Device device_;
  Module module_;
  Module mean_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  int steps_ = 0;
};

}  // namespace

Features measure_features(const System& system, const TrainingData& data) {
  Features features{.mel = system.mel, .level = system.level, .frames = system.frames, .picture = system.picture};
  if (system.normalisation) {
    features.mean = system.normalisation->mean;
    features.deviation = system.normalisation->deviation;
    return features;
  }
  const RowChunks chunks(features, system.hop_frames, system.last_chunk);
  std::vector<float> input(chunks.input_size());
  double sum = 0, squares = 0, count = 0;
  for (const std::size_t track : data.train.tracks) {
    for (std::size_t i = 0; i < chunks.count(data.folder.columns); i++) {
      chunks.fill(data.folder.levels_of(track), i, input);
      for (const float value : input) {
        sum += value;
        squares += static_cast<double>(value) * value;
      }
      count += static_cast<double>(input.size());
    }
  }
  features.mean = sum / count;
  features.deviation = std::sqrt(std::max(1e-6, squares / count - features.mean * features.mean));
  return features;
}

Result<Trained> train(const System& system, const Features& features, const TrainingData& data,
                      const TrainingOptions& options, const TrainingEvents& events, const Weights& start) {
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  torch::set_num_threads(options.threads > 0 ? options.threads : static_cast<int>(processors));
  torch::manual_seed(options.seed);  // of the fresh weights and of dropout; all else draws from core's Random
  return Trainer(system, features, data, options, start).run(events);
}

}  // namespace genrelens
