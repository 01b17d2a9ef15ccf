#include "native/report/report_page.h"

#include <algorithm>
#include <vector>

#include "native/report/figures.h"
#include "native/report/page_style.h"
#include "native/report/svg.h"
#include "native/report/table.h"

namespace genrelens {
namespace {

struct Section {
  const char* id;
  const char* title;
  std::string body;
};

std::string paragraph(const std::string& text) { return "<p>" + text + "</p>\n"; }

std::string figure(const std::string& picture) { return "<figure>" + picture + "</figure>\n"; }

// As wide as the page; a narrow window scrolls it rather than making it too small to read.
std::string wide_figure(const std::string& picture) { return "<figure class=\"wide\">" + picture + "</figure>\n"; }

std::string beside(const std::string& left, const std::string& right) {
  return "<div class=\"beside\">" + figure(left) + figure(right) + "</div>\n";
}

std::string left_out(const std::string& why) { return "<p class=\"left-out\">Left out: " + why + "</p>\n"; }

Section scores_section(const Measurement& measured) {
  return {
      "scores", "Scores",
      paragraph(
          "Intervals are percentile bootstraps (of the calibration error: a basic one) that draw tracks, also for the "
          "scores by chunk: chunks of one "
          "track are no independent evidence. Only scores by track are to be compared with others’.") +
          wide_figure(score_figure(measured))};
}

Section training_section(const ReportData& data) {
  if (data.history.empty()) {
    return {"training", "Loss and accuracy in training",
            left_out("the model’s folder has no <code>history.csv</code>; <code>genrelens train</code> writes one.")};
  }
  return {"training", "Loss and accuracy in training",
          paragraph("Training numbers are of augmented, mixed chunks, validation numbers of whole tracks: they are not "
                    "measured alike. The epoch of the lowest validation loss is kept.") +
              beside(loss_figure(data), accuracy_figure(data))};
}

Section confusion_section(const Measurement& measured) {
  return {"confusion", "Confusion matrix",
          paragraph("A row is the true genre, a column what the model said; on the diagonal it was right.") +
              beside(confusion_figure(measured, Counting::tracks), confusion_figure(measured, Counting::shares))};
}

Section class_section(const Measurement& measured) {
  return {
      "genres", "Genre by genre",
      paragraph("Precision: of the tracks named so, the share that is. Recall: of the genre’s tracks, the share that "
                "was named so. F1: their harmonic mean. The weighted mean "
                "counts a genre as often as it has tracks.") +
          class_table(measured)};
}

Section curve_section(const Measurement& measured) {
  return {"curves", "ROC and precision–recall curves",
          paragraph("Each genre against the rest. Beside its name stands the area under the curve; the dashed line is "
                    "what chance gives.") +
              "<h3>ROC</h3>" + wide_figure(roc_figure(measured)) + "<h3>Precision and recall</h3>" +
              wide_figure(precision_recall_figure(measured))};
}

Section reliability_section(const Measurement& measured) {
  const Card& card = measured.card;
  const SureTracks sure = sure_tracks(measured.tracks, card.unsure_below);
  const double share = sure.tracks > 0 ? static_cast<double>(sure.right) / static_cast<double>(sure.tracks) : 0;
  const Score& error = measured.by_track.scores.at("expected_calibration_error");
  return {"reliability", "Does it know when it knows?",
          paragraph("Of all answers given with 70 %, 70 % should be right. Expected calibration error (15 bins): " +
                    thousandths(error.value) + " (" + thousandths(error.low) + " … " + thousandths(error.high) +
                    "); temperature " + thousandths(card.temperature) + ". From " + percent(card.unsure_below) +
                    " on, a song is called sure: " + std::to_string(sure.tracks) + " of " +
                    std::to_string(measured.tracks.truth.size()) + " tracks are, and " + percent(share) +
                    " of those are right.") +
              figure(reliability_figure(measured))};
}

Section sample_section(const ReportData& data) {
  return {"samples", "Sample predictions", paragraph("Tracks drawn by chance.") + sample_table(data)};
}

Section count_section(const ReportData& data) {
  const bool known = std::any_of(data.history.begin(), data.history.end(),
                                 [](const EpochLine& line) { return line.chunks.has_value(); });
  const std::string tracks = genre_count_figure(data);
  const std::string text = paragraph(
      "Before augmentation: tracks in the feature folder’s splits. After: every epoch cuts each training track "
      "anew, so that augmentation makes more of all genres alike and mends no imbalance.");
  if (known)
    return {"counts", "Genre counts before and after augmentation",
            text + beside(tracks, augmented_count_figure(data))};
  return {"counts", "Genre counts before and after augmentation",
          text + figure(tracks) +
              left_out("the counts after augmentation, for which the model’s folder needs a <code>history.csv</code> "
                       "with the column <code>chunks</code>.")};
}

Section song_section(const ReportData& data) {
  std::string body = paragraph(
      "A measured track of each genre, the first whose sound is at hand. Above is its waveform, below its mel picture "
      "(bright is loud), which the network gets in chunks. The mark and the genre at the right are the model’s "
      "answer.");
  std::string silent;
  for (const GenreSong& song : data.songs) {
    if (!song.waveform) silent += (silent.empty() ? "" : ", ") + data.measurement.card.labels[song.label];
  }
  if (!silent.empty()) {
    body += left_out("the waveforms of " + escape_markup(silent) +
                     ", because no sound file of a measured track of these genres can be read.");
  }
  body += "<div class=\"beside\">";
  for (const GenreSong& song : data.songs) body += figure(song_figure(data, song));
  return {"songs", "Waveforms and mel pictures by genre", body + "</div>\n"};
}

Section confused_section(const ReportData& data) {
  return {"confused", "The most confused songs",
          paragraph("Wrong, and surest of it. Labels can be wrong too: listen before you blame the model.") +
              confused_table(data)};
}

Section neighbour_section(const ReportData& data) {
  return {"neighbours", "Nearest songs",
          paragraph("Nearest by the cosine between the songs’ mean embeddings, among the measured tracks. By chance, " +
                    percent(chance_precision(data.measurement.tracks.truth)) +
                    " of the songs found would share the genre. Where one artist has several tracks, the network may "
                    "know the recording rather than the genre: the right half leaves those out, as far as the artists "
                    "are known.") +
              precision_table(data.measurement) + neighbour_table(data)};
}

std::string headline(const Measurement& measured) {
  std::string cards;
  const auto card = [&](const char* name, const Score& score) {
    cards += "<div class=\"headline\"><b>" + thousandths(score.value) + "</b><span>" + name + "</span><small>" +
             thousandths(score.low) + " … " + thousandths(score.high) + "</small></div>";
  };
  card("track accuracy", measured.by_track.scores.at("track_accuracy"));
  card("macro F1", measured.by_track.scores.at("macro_f1"));
  card("macro ROC AUC", measured.by_track.scores.at("macro_roc_auc"));
  card("log loss", measured.by_track.scores.at("log_loss"));
  card("calibration error", measured.by_track.scores.at("expected_calibration_error"));
  if (measured.music) card("called music", *measured.music);
  return "<div class=\"headlines\">" + cards + "</div>\n";
}

std::string page_header(const Measurement& measured) {
  const Card& card = measured.card;
  std::string text = "<header><h1>" + escape_markup(card.title) + "</h1>\n<p class=\"lead\">" +
                     std::to_string(measured.by_track.tracks) + " tracks of the split “" +
                     escape_markup(measured.split.name) + "”, " + std::to_string(card.labels.size()) +
                     " genres. Beneath each score: its 95 % interval.</p>\n" + headline(measured) +
                     "<p class=\"note\">" + escape_markup(measured.split_note) + "</p>\n";
  if (!card.origin.training_data.empty()) {
    text += paragraph("Trained on: " + escape_markup(card.origin.training_data) + ".");
  }
  if (const std::size_t lost = measured.split.left_out.size()) {
    text += left_out(std::to_string(lost) + " tracks of the split that have no row in <code>features.npy</code>.");
  }
  return text + "</header>\n";
}

}  // namespace

std::string report_page(const ReportData& data) {
  const Measurement& measured = data.measurement;
  const std::vector<Section> sections = {
      scores_section(measured), training_section(data),  confusion_section(measured),
      class_section(measured),  curve_section(measured), reliability_section(measured),
      sample_section(data),     confused_section(data),  neighbour_section(data),
      song_section(data),       count_section(data)};
  const std::string title = escape_markup(measured.card.title) + " on " + escape_markup(measured.split.name);
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      title + "</title>\n<style>" + std::string(kPageStyle) + "</style></head><body>\n<main>\n" +
      page_header(measured) + "<nav>";
  for (const Section& section : sections) {
    page += std::string("<a href=\"#") + section.id + "\">" + section.title + "</a> ";
  }
  page += "</nav>\n";
  for (const Section& section : sections) {
    page += std::string("<section id=\"") + section.id + "\"><h2>" + section.title + "</h2>\n" + section.body +
            "</section>\n";
  }
  return page +
         "<footer>Made by <code>genrelens evaluate</code>. The numbers are in <code>metrics.json</code>, the tracks "
         "in <code>predictions.csv</code>.</footer>\n</main></body></html>\n";
}

}  // namespace genrelens
