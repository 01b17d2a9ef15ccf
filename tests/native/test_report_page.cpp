#include <doctest/doctest.h>

#include <numeric>

#include "native/report/report_page.h"
#include "scratch_folder.h"

using namespace genrelens;

namespace {

// A measurement of the tiny folder's valid tracks by a model that is right three times of four.
struct Measured : ScratchFolder {
  FeatureFolder folder;
  Measurement measurement;

  Measured() {
    write_tiny_folder(*this / "data", 12);
    folder = *read_feature_folder(*this / "data");
    folder.tracks[9].title = "<b>Rock & \"Roll\"</b>";
    measurement.card.title = "A <model>";
    measurement.card.labels = {"hiss", "hum", "never"};
    measurement.card.origin.split = "train";
    measurement.split = *find_split(folder, "valid");
    measurement.split_note = "This is a note.";
    SplitAnswers& answers = measurement.answers;
    answers.labels = 3;
    for (std::size_t row = 0; row < measurement.split.tracks.size(); row++) {
      const Track& track = folder.tracks[measurement.split.tracks[row]];
      const bool hum = track.genre == "hum", wrong = row == 1;
      answers.tracks.push_back({.id = track.id,
                                .truth = hum ? 1u : 0u,
                                .chunks = {{0, 9, {hum == wrong ? 1.0f : 0.0f, hum == wrong ? 0.0f : 1.0f, -5.0f}}}});
    }
    measurement.tracks = track_table(answers, 1);
    measurement.by_track = evaluate(measurement.tracks);
    measurement.by_chunk = evaluate(chunk_table(answers, 1));
    Embeddings& embeddings = measurement.embeddings;
    embeddings = {.size = 1, .values = std::vector<float>(4, 1.0f), .genres = measurement.tracks.truth};
    embeddings.artists.resize(4);
    measurement.precision = precision_at(embeddings, kNeighbourCounts, SameArtist::counts);
    measurement.precision_of_other_artists = precision_at(embeddings, kNeighbourCounts, SameArtist::left_out);
  }

  std::string page() const {
    return report_page(read_report_data(measurement, folder, *this / "data", *this / "model"));
  }
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The first tag that closes none or another than was opened last, or that nothing closes; "" if all is well.
std::string misplaced_tag(const std::string& page) {
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::string tag = page.substr(at + 1, page.find('>', at) - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" \n"));
    if (tag.ends_with('/') || name == "!doctype" || name == "meta") continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (open.empty() || "/" + open.back() != name) {
      return tag;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

}  // namespace

TEST_CASE_FIXTURE(Measured, "the page is whole, needs nothing beside it and no script") {
  const std::string text = page();
  CHECK(misplaced_tag(text) == "");
  for (const char* outside : {"<script", "http:", "https:", "src=", "@import", "url("}) {
    CAPTURE(outside);
    CHECK(!holds(text, outside));
  }
  CHECK(holds(text, "prefers-color-scheme: dark"));
  CHECK(holds(text, "This is a note."));
  CHECK(!holds(text, ">nan<"));
  CHECK(!holds(text, "\"nan\""));
  CHECK(holds(text, "data:image/png;base64,"));
}

TEST_CASE_FIXTURE(Measured, "names are text, not markup") {
  const std::string text = page();
  CHECK(holds(text, "<h1>A &lt;model&gt;</h1>"));
  CHECK(holds(text, "Some, One – &lt;b&gt;Rock &amp; &quot;Roll&quot;&lt;/b&gt;"));
  CHECK(!holds(text, "<b>Rock"));
}

TEST_CASE_FIXTURE(Measured, "what there is no data for is left out with the reason") {
  const std::string before = page();
  CHECK(holds(before, "has no <code>history.csv</code>"));
  CHECK(holds(before, "Left out: the counts after augmentation"));
  CHECK(holds(before, "Left out: the waveforms of hiss, hum, because"));
  CHECK(!holds(before, "Loss</text>"));
  const std::string lines = "epoch,learning_rate,train_loss,train_accuracy,valid_loss,valid_accuracy,seconds";
  write_text(*this / "model/history.csv", lines + "\n1,1e-3,2,0.3,1.5,0.4,9\n2,1e-3,1,0.6,1.2,0.5,9\n");
  CHECK(holds(page(), ">Loss</text>"));
  CHECK(holds(page(), ">kept: epoch 2</text>"));
  CHECK(holds(page(), "Left out: the counts after augmentation"));
  write_text(*this / "model/history.csv", lines + ",chunks\n1,1e-3,2,0.3,1.5,0.4,9,80\n2,1e-3,1,0.6,1.2,0.5,9,80\n");
  CHECK(holds(page(), ">chunks in 2 epochs</text>"));
  CHECK(holds(page(), ">80</text>"));  // of each genre: 160 chunks of 8 tracks, 4 a genre
  write_text(*this / "model/history.csv", lines + "\n1,1e-3,2,0.3,1.5,0.4,9\n2,1e-3,nan,0.1,inf,0.1,9\n");
  CHECK(holds(page(), ">kept: epoch 1</text>"));
  CHECK(!holds(page(), ",nan"));  // in no point
  write_text(*this / "model/history.csv", "not,a\nhistory,at all\n");
  CHECK(holds(page(), "has no <code>history.csv</code>"));
}

TEST_CASE_FIXTURE(Measured, "a sound file of a measured track is drawn") {
  folder.tracks[8].audio = "half.wav";
  std::string wav("RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\x08\0\0\0", 44);
  wav += std::string("\0\x40\0\xc0\0\x20\0\0", 8);  // 0.5, −0.5, 0.25, 0
  write_text(*this / "data/half.wav", wav);
  const ReportData data = read_report_data(measurement, folder, *this / "data", path());
  REQUIRE(data.songs.size() == 2);
  REQUIRE(data.songs[1].waveform);
  if (!data.songs[1].waveform) return;
  CHECK(data.songs[1].label == 1);
  CHECK(data.songs[1].waveform->high == std::vector<float>{0.5f, -0.5f, 0.25f, 0});
  CHECK(data.songs[1].waveform->seconds == doctest::Approx(4.0 / 8000));
  CHECK(holds(report_page(data), "class=\"wave\""));
  CHECK(holds(report_page(data), "Left out: the waveforms of hiss, because"));
}
