#include "native/batch_maker.h"

#include <algorithm>
#include <cassert>

namespace genrelens {
namespace {

constexpr std::uint64_t kOrder = 0;  // purposes of an epoch's random numbers
constexpr std::uint64_t kFirstBatch = 1;
constexpr double kLeastMixup = 0.01;  // what mixup_share takes; below it hardly anything is mixed

std::vector<std::size_t> track_labels(const TrainingData& data) {
  std::vector<std::size_t> labels;
  for (const std::size_t track : data.train.tracks) {
    const auto found = std::find(data.labels.begin(), data.labels.end(), data.folder.tracks[track].genre);
    labels.push_back(static_cast<std::size_t>(found - data.labels.begin()));
  }
  return labels;
}

}  // namespace

Random epoch_random(std::uint64_t seed, int epoch, std::uint64_t purpose) {
  const std::uint64_t of_epoch = Random(seed).next() + static_cast<std::uint64_t>(epoch);
  return Random(Random(of_epoch).next() + purpose);
}

BatchMaker::BatchMaker(const System& system, const Features& features, const TrainingData& data,
                       const TrainingOptions& options, BatchShare share)
    : plan_(*NetworkInput::create(features)),
      bands_(static_cast<std::size_t>(features.mel.bands)),
      frames_(features.frames),
      reference_(features.level.reference),
      augmentation_(scaled(system.augmentation, options.augmentation)),
      data_(data),
      options_(options),
      share_(share),
      labels_(track_labels(data)) {
  assert(static_cast<std::size_t>(options.batch) >= share.of);
  if (system.picture_augmentation) picture_augmentation_ = scaled(*system.picture_augmentation, options.augmentation);
}

std::size_t BatchMaker::batch_rows() const {
  return std::min(static_cast<std::size_t>(options_.batch), labels_.size() * static_cast<std::size_t>(options_.crops));
}

std::size_t BatchMaker::batches() const {
  return labels_.size() * static_cast<std::size_t>(options_.crops) / batch_rows();
}

std::vector<std::size_t> BatchMaker::epoch_order(int epoch) const {
  std::vector<std::size_t> order;
  for (int crop = 0; crop < options_.crops; crop++) {
    for (std::size_t i = 0; i < labels_.size(); i++) order.push_back(i);
  }
  epoch_random(options_.seed, epoch, kOrder).shuffle(std::span(order));
  return order;
}

Batch BatchMaker::make(std::span<const std::size_t> order, int epoch, std::size_t number) const {
  const std::size_t rows = batch_rows(), values = plan_.values(), label_count = data_.labels.size();
  const std::span<const std::size_t> positions = order.subspan(number * rows, rows);
  Random random = epoch_random(options_.seed, epoch, kFirstBatch + number);
  // Every row has a seed of its own, so that a process needs to make no rows but its own and what is mixed into them.
  std::vector<std::uint64_t> seeds(rows);
  for (std::uint64_t& seed : seeds) seed = random.next();
  std::vector<std::size_t> partner(rows);
  for (std::size_t i = 0; i < rows; i++) partner[i] = i;
  random.shuffle(std::span(partner));
  std::vector<double> kept(rows, 1);
  if (options_.mixup > 0) {
    for (double& share : kept) share = std::max(0.5, mixup_share(std::max(kLeastMixup, options_.mixup), random));
  }

  const std::size_t begin = rows * share_.rank / share_.of, end = rows * (share_.rank + 1) / share_.of;
  const auto mixes = [&](std::size_t row) { return kept[row] != 1 && partner[row] != row; };
  std::vector<bool> wanted(rows);
  for (std::size_t row = begin; row < end; row++) {
    wanted[row] = true;
    if (mixes(row)) wanted[partner[row]] = true;
  }
  std::vector<float> inputs(rows * values), targets(rows * label_count);  // before they are mixed
  const auto input_of = [&](std::size_t row) { return std::span(inputs).subspan(row * values, values); };
  const auto target_of = [&](std::size_t row) { return std::span(targets).subspan(row * label_count, label_count); };
  for (std::size_t row = 0; row < rows; row++) {
    if (!wanted[row]) continue;
    Random own(seeds[row]);
    fill(positions[row], own, input_of(row));
    fill_target(positions[row], target_of(row));
  }

  const auto share_of = [&](const std::vector<float>& all, std::size_t size) {
    return std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(begin * size),
                              all.begin() + static_cast<std::ptrdiff_t>(end * size));
  };
  Batch batch{.rows = end - begin, .input = share_of(inputs, values), .target = share_of(targets, label_count)};
  for (std::size_t row = begin; row < end; row++) {
    if (!mixes(row)) continue;
    mix(std::span(batch.input).subspan((row - begin) * values, values), input_of(partner[row]), kept[row]);
    mix(std::span(batch.target).subspan((row - begin) * label_count, label_count), target_of(partner[row]), kept[row]);
  }
  return batch;
}

// One chunk of a stored row, heard and seen differently each time.
void BatchMaker::fill(std::size_t position, Random& random, std::span<float> input) const {
  const std::span<const std::uint8_t> row = data_.folder.levels_of(data_.train.tracks[position]);
  std::vector<float> levels(bands_ * frames_);
  augment(row, bands_, frames_, reference_, augmentation_, random, levels);
  if (!picture_augmentation_) return plan_.fill(levels, input);
  const auto [channels, rows, columns] = plan_.shape();
  std::vector<std::uint8_t> picture(input.size()), transformed(input.size());
  plan_.paint(levels, picture);
  transform_picture(picture, rows, columns, choose_picture_transform(*picture_augmentation_, rows, columns, random),
                    transformed);
  plan_.fill_from(transformed, input);
}

void BatchMaker::fill_target(std::size_t position, std::span<float> target) const {
  const double even = options_.label_smoothing / static_cast<double>(target.size());
  std::ranges::fill(target, static_cast<float>(even));
  target[labels_[position]] = static_cast<float>(even + 1 - options_.label_smoothing);
}

}  // namespace genrelens
