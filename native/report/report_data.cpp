#include "native/report/report_data.h"

#include <algorithm>
#include <cmath>

#include "core/audio.h"
#include "core/decode.h"
#include "native/csv.h"
#include "native/file.h"
#include "native/number_text.h"

namespace genrelens {
namespace {

constexpr std::size_t kStretches = 480;

std::optional<double> number_in(const CsvTable& table, std::size_t row, std::string_view name) {
  const std::optional<std::size_t> column = table.column(name);
  if (!column) return {};
  const std::optional<double> value = parse_number<double>(table.rows[row][*column]);
  return value && std::isfinite(*value) && *value >= 0 ? value : std::nullopt;
}

std::optional<Waveform> read_waveform(const std::filesystem::path& path) {
  const Result<std::vector<std::uint8_t>> bytes = read_file(path);
  if (!bytes) return {};
  const Result<DecodedAudio> decoded = decode_audio(*bytes);
  if (!decoded) return {};
  const Audio& audio = decoded->audio;
  std::vector<float> mono(audio.frames());
  downmix(audio.samples, audio.channels, mono);
  Waveform waveform{.seconds = audio.seconds()};
  const std::size_t stretches = std::min(kStretches, mono.size());
  for (std::size_t i = 0; i < stretches; i++) {
    const auto begin = mono.begin() + static_cast<std::ptrdiff_t>(i * mono.size() / stretches);
    const auto end = mono.begin() + static_cast<std::ptrdiff_t>((i + 1) * mono.size() / stretches);
    const auto [low, high] = std::minmax_element(begin, end);
    waveform.low.push_back(*low);
    waveform.high.push_back(*high);
  }
  return waveform;
}

std::optional<GenreSong> song_of(const Measurement& measurement, const FeatureFolder& folder, std::size_t label,
                                 const std::filesystem::path& data_folder) {
  std::optional<GenreSong> first;
  for (std::size_t row = 0; row < measurement.tracks.truth.size(); row++) {
    if (measurement.tracks.truth[row] != label) continue;
    GenreSong song{.label = label, .row = row};
    if (!first) first = song;
    const Track& track = folder.tracks[measurement.split.tracks[row]];
    if (track.audio.empty()) continue;
    song.waveform = read_waveform(data_folder / track.audio);
    if (song.waveform) return song;
  }
  return first;
}

}  // namespace

std::vector<EpochLine> parse_history(std::string_view csv) {
  const Result<CsvTable> table = parse_csv(csv);
  if (!table) return {};
  std::vector<EpochLine> history;
  for (std::size_t row = 0; row < table->rows.size(); row++) {
    const auto epoch = number_in(*table, row, "epoch");
    const auto train_loss = number_in(*table, row, "train_loss"), valid_loss = number_in(*table, row, "valid_loss");
    const auto train_accuracy = number_in(*table, row, "train_accuracy");
    const auto valid_accuracy = number_in(*table, row, "valid_accuracy");
    if (!epoch || !train_loss || !valid_loss || !train_accuracy || !valid_accuracy) continue;
    history.push_back({.epoch = *epoch,
                       .train_loss = *train_loss,
                       .train_accuracy = *train_accuracy,
                       .valid_loss = *valid_loss,
                       .valid_accuracy = *valid_accuracy,
                       .chunks = number_in(*table, row, "chunks")});
  }
  return history;
}

ReportData read_report_data(const Measurement& measurement, const FeatureFolder& folder,
                            const std::filesystem::path& data_folder, const std::filesystem::path& model_folder) {
  ReportData data{.measurement = measurement, .folder = folder};
  if (const Result<std::string> csv = read_text(model_folder / "history.csv")) data.history = parse_history(*csv);
  for (std::size_t label = 0; label < measurement.card.labels.size(); label++) {
    if (auto song = song_of(measurement, folder, label, data_folder)) data.songs.push_back(std::move(*song));
  }
  return data;
}

std::string song_name(const Track& track) {
  if (track.title.empty()) return track.id;
  return track.artist.empty() ? track.title : track.artist + " – " + track.title;
}

}  // namespace genrelens
