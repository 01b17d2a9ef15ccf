// The figures and tables of report.html, a file each. They return markup and say nothing about what they mean: the page
// does (native/report/report_page.cpp).
#pragma once

#include <string>

#include "native/report/report_data.h"

namespace genrelens {

enum class Counting { tracks, shares };  // of a confusion matrix: numbers, or each row divided by its sum

std::string score_figure(const Measurement& measurement);  // scores with intervals, by track and by chunk
std::string loss_figure(const ReportData& data);           // by epoch; needs the history
std::string accuracy_figure(const ReportData& data);       // by epoch; needs the history
std::string confusion_figure(const Measurement& measurement, Counting counting);
std::string class_table(const Measurement& measurement);
std::string roc_figure(const Measurement& measurement);
std::string precision_recall_figure(const Measurement& measurement);
std::string reliability_figure(const Measurement& measurement);
std::string genre_count_figure(const ReportData& data);                  // tracks learned and measured
std::string augmented_count_figure(const ReportData& data);              // chunks drawn; needs the history's "chunks"
std::string song_figure(const ReportData& data, const GenreSong& song);  // waveform above, mel picture below
std::string sample_table(const ReportData& data);                        // some tracks, drawn by chance
std::string confused_table(const ReportData& data);                      // wrong and surest of it
std::string neighbour_table(const ReportData& data);                     // nearest songs by embedding
std::string precision_table(const Measurement& measurement);             // precision@k

}  // namespace genrelens
