// A made-up card for quick tests: 8 kHz, frames of 256 samples, 16 bands, chunks of 33 columns (4,096 samples).
#pragma once

#include "core/card.h"

inline genrelens::Card small_card() {
  genrelens::Card card;
  card.name = "small";
  card.title = "A small “made-up” network";
  card.licence = "CC0-1.0";
  card.origin = {.system = "none",
                 .paper = "",
                 .training_data = "no data at all",
                 .split = "made-up",
                 .split_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                 .seed = 18446744073709551615u,
                 .commit = "0123abc"};
  card.labels = {"blues", "classical", "hip-hop"};
  card.sample_rate = 8000;
  card.chunk_seconds = 0.512;
  card.hop_seconds = 0.256;
  card.last_chunk = genrelens::LastChunk::repeat;
  card.features.mel = {.sample_rate = 8000,
                       .fft_length = 256,
                       .window_length = 200,
                       .hop_length = 128,
                       .padding = genrelens::Padding::reflect,
                       .power = 2,
                       .bands = 16,
                       .scale = genrelens::MelScale::slaney,
                       .norm = genrelens::MelNorm::slaney,
                       .low_frequency = 20,
                       .high_frequency = 4000};
  card.features.level = {.multiplier = 20, .range = 80, .smallest = 1e-10};
  card.features.frames = 33;
  card.features.mean = 0.1234567890123456789;
  card.features.deviation = 1.0 / 3;
  card.weights_file = "model.onnx";
  card.weights_sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // of "abc"
  card.input = {"sound", {-1, 1, 16, 33}};
  card.logits = {"logits", {-1, 3}};
  card.embedding = {"embedding", {-1, 128}};
  card.temperature = 1.7;
  card.unsure_below = 0.4;
  card.golden_seed = 11;
  card.golden_logits = {0.1f, -2.7182817f, 1e-30f};
  card.golden_tolerance = 1e-3;
  card.split_name = "valid";
  card.split_tracks = 290;
  card.metrics = {{"track_accuracy", {0.8123, 0.77, 0.8551}}, {"macro_f1", {0.8, 0.75, 0.85}}};
  return card;
}

// The same, of a network that also tells what is music.
inline genrelens::Card small_card_with_music() {
  genrelens::Card card = small_card();
  card.music_below = 0.25;
  card.logits.shape = {-1, 4};
  card.golden_logits.push_back(3.5f);
  return card;
}
