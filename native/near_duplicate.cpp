#include "native/near_duplicate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace genrelens {
namespace {

constexpr std::size_t kBands = 16;
constexpr double kPoolSeconds = 0.27;  // in one column of the first comparison
constexpr double kSlowSeconds = 1.08;  // on either side
// Of the wanted similarity: what a true pair keeps of it in the first comparison, and more.
constexpr double kPromising = 0.75;

// Quick changes of the levels in coarse bands.
struct Sketch {
  std::size_t columns = 0;
  std::vector<float> levels;   // (columns, 16)
  std::vector<double> energy;  // of the columns before each: (columns + 1)

  double energy_of(std::size_t begin, std::size_t count) const { return energy[begin + count] - energy[begin]; }
};

// Each band less its mean over the columns around: what swells and fades alike is not alike.
std::vector<float> without_slow_change(const std::vector<float>& levels, std::size_t columns, std::size_t around) {
  std::vector<float> changes(levels.size());
  for (std::size_t column = 0; column < columns; column++) {
    const std::size_t begin = column - std::min(column, around), end = std::min(columns, column + around + 1);
    for (std::size_t band = 0; band < kBands; band++) {
      float sum = 0;
      for (std::size_t near = begin; near < end; near++) sum += levels[near * kBands + band];
      changes[column * kBands + band] = levels[column * kBands + band] - sum / static_cast<float>(end - begin);
    }
  }
  return changes;
}

std::size_t columns_of(double seconds, const FeatureFolder& folder) {
  return static_cast<std::size_t>(std::max(1.0, std::round(seconds / folder.recipe.seconds_per_column)));
}

// pool: columns of the row in one of the sketch.
Sketch draw(const FeatureFolder& folder, std::size_t track, std::size_t pool) {
  const std::span<const std::uint8_t> row = folder.levels_of(track);
  const std::size_t bands = folder.bands;
  const std::size_t stored = row.size() / bands;
  Sketch sketch{.columns = stored / pool};
  sketch.levels.resize(sketch.columns * kBands);
  for (std::size_t band = 0; band < bands; band++) {
    for (std::size_t column = 0; column < sketch.columns * pool; column++) {
      sketch.levels[column / pool * kBands + band * kBands / bands] += row[band * stored + column];
    }
  }
  sketch.levels = without_slow_change(sketch.levels, sketch.columns, columns_of(kSlowSeconds, folder) / pool);
  sketch.energy.push_back(0);
  for (std::size_t column = 0; column < sketch.columns; column++) {
    double sum = 0;
    for (std::size_t band = 0; band < kBands; band++) {
      const double level = sketch.levels[column * kBands + band];
      sum += level * level;
    }
    sketch.energy.push_back(sketch.energy.back() + sum);
  }
  return sketch;
}

double product(const float* first, const float* second, std::size_t columns) {
  std::array<float, kBands> sums{};  // one a band, so that the compiler may take several at once
  for (std::size_t column = 0; column < columns; column++) {
    for (std::size_t band = 0; band < kBands; band++) {
      sums[band] += first[column * kBands + band] * second[column * kBands + band];
    }
  }
  double sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

struct Match {
  double similarity = -1;
  std::ptrdiff_t shift = 0;  // columns
};

Match match_at(const Sketch& first, const Sketch& second, std::ptrdiff_t shift) {
  const auto begin_first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, shift));
  const auto begin_second = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, -shift));
  const std::size_t count = std::min(first.columns - begin_first, second.columns - begin_second);
  const double energy = first.energy_of(begin_first, count) * second.energy_of(begin_second, count);
  if (energy <= 0) return {0, shift};  // silence is like nothing
  const double sum = product(&first.levels[begin_first * kBands], &second.levels[begin_second * kBands], count);
  return {sum / std::sqrt(energy), shift};
}

Match best_match(const Sketch& first, const Sketch& second, std::ptrdiff_t from, std::ptrdiff_t to) {
  Match best;
  for (std::ptrdiff_t shift = from; shift <= to; shift++) {
    const Match match = match_at(first, second, shift);
    if (match.similarity > best.similarity) best = match;
  }
  return best;
}

// The best match of whole rows near that of pooled ones.
NearDuplicate compare_closely(const FeatureFolder& folder, std::size_t first, std::size_t second, const Match& rough,
                              std::size_t pool) {
  const auto most = static_cast<std::ptrdiff_t>(folder.columns / 2), around = static_cast<std::ptrdiff_t>(pool);
  const std::ptrdiff_t middle = rough.shift * around;
  const Match fine = best_match(draw(folder, first, 1), draw(folder, second, 1), std::max(-most, middle - around),
                                std::min(most, middle + around));
  return {first, second, std::max(fine.similarity, rough.similarity),
          static_cast<double>(fine.shift) * folder.recipe.seconds_per_column};
}

}  // namespace

std::vector<NearDuplicate> find_near_duplicates(const FeatureFolder& folder, std::span<const std::size_t> first,
                                                std::span<const std::size_t> second,
                                                const NearDuplicateOptions& options) {
  const std::size_t pool = std::min(columns_of(kPoolSeconds, folder), folder.columns);
  std::vector<Sketch> pooled(folder.tracks.size());
  for (const auto& side : {first, second}) {
    for (const std::size_t track : side) {
      if (pooled[track].columns == 0) pooled[track] = draw(folder, track, pool);
    }
  }
  std::vector<NearDuplicate> found;
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (const std::size_t a : first) {
    for (const std::size_t b : second) {
      if (a == b || !seen.insert(std::minmax(a, b)).second) continue;
      const auto half = static_cast<std::ptrdiff_t>(pooled[a].columns / 2);
      const Match rough = best_match(pooled[a], pooled[b], -half, half);
      if (rough.similarity < kPromising * options.similarity) continue;
      const NearDuplicate pair = compare_closely(folder, a, b, rough, pool);
      if (pair.similarity >= options.similarity) found.push_back(pair);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const NearDuplicate& x, const NearDuplicate& y) { return x.similarity > y.similarity; });
  return found;
}

}  // namespace genrelens
