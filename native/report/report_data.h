// What the report shows beside the measurement: the run's history, and a song of each genre as sound and as picture.
//
//   const ReportData data = read_report_data(measurement, folder, data_folder, model_folder);
//   write_text("report.html", report_page(data));          // native/report/report_page.h
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "native/feature_folder.h"
#include "native/measurement.h"

namespace genrelens {

// A line of history.csv.
struct EpochLine {
  double epoch = 0;
  double train_loss = 0;
  double train_accuracy = 0;
  double valid_loss = 0;
  double valid_accuracy = 0;
  std::optional<double> chunks;  // drawn from the training tracks, each augmented anew
};

// The lowest and highest sample of each of some hundred stretches.
struct Waveform {
  double seconds = 0;
  std::vector<float> low;
  std::vector<float> high;
};

// The first measured track of a genre, of those with readable sound if there are any.
struct GenreSong {
  std::size_t label = 0;
  std::size_t row = 0;               // of measurement.tracks
  std::optional<Waveform> waveform;  // of its sound file
};

struct ReportData {
  const Measurement& measurement;
  const FeatureFolder& folder;
  std::vector<EpochLine> history;  // empty: the model's folder has no history.csv that can be read
  std::vector<GenreSong> songs;    // genres that were measured, in the labels' order

  const Track& track(std::size_t row) const { return folder.tracks[measurement.split.tracks[row]]; }
};

ReportData read_report_data(const Measurement& measurement, const FeatureFolder& folder,
                            const std::filesystem::path& data_folder, const std::filesystem::path& model_folder);

// Lines that lack a number, or have NaN for one, as a training that went astray writes, are left out.
std::vector<EpochLine> parse_history(std::string_view csv);

// "Artist – Title", or the track's id.
std::string song_name(const Track& track);

}  // namespace genrelens
