#include <doctest/doctest.h>

#include <vector>

#include "core/network_input.h"
#include "small_card.h"

using namespace genrelens;

namespace {

Features features_of(std::optional<PictureOptions> picture) {
  Features features;
  features.mel.bands = 2;
  features.frames = 3;
  features.picture = picture;
  features.mean = 0.25;
  features.deviation = 0.5;
  return features;
}

const std::vector<float> kLevels{0, 0.25, 0.5, 0.75, 1, 1};  // (2, 3)

std::vector<float> filled(const Features& features) {
  const Result<NetworkInput> plan = NetworkInput::create(features);
  REQUIRE(plan);
  std::vector<float> input(plan->values());
  plan->fill(kLevels, input);
  return input;
}

}  // namespace

TEST_CASE("levels without a picture are only shifted and scaled") {
  CHECK(filled(features_of({})) == std::vector<float>{-0.5, 0, 0.5, 1, 1.5, 1.5});
  CHECK(input_shape(features_of({})) == std::array<std::size_t, 3>{1, 2, 3});
}

TEST_CASE("a grey picture is the levels themselves, upside down") {
  const PictureOptions same{.rows = 2, .columns = 3, .colours = ColourMap::grey};
  CHECK(filled(features_of(same)) == std::vector<float>{1, 1.5, 1.5, -0.5, 0, 0.5});
  CHECK(input_shape(features_of(same)) == std::array<std::size_t, 3>{1, 2, 3});
}

TEST_CASE("a coloured picture's colours follow one another") {
  const PictureOptions options{.rows = 2, .columns = 3, .colours = ColourMap::ember, .top = TopRow::lowest_band};
  const std::vector<float> input = filled(features_of(options));
  CHECK(input_shape(features_of(options)) == std::array<std::size_t, 3>{3, 2, 3});
  REQUIRE(input.size() == 18);
  for (std::size_t i = 0; i < kLevels.size(); i++) {
    const Colour colour = colour_of(static_cast<std::uint8_t>(kLevels[i] * 255 + 0.5F), ColourMap::ember);
    const auto expected = [](std::uint8_t byte) { return doctest::Approx((byte / 255.0 - 0.25) / 0.5).epsilon(1e-6); };
    CHECK(input[i] == expected(colour.red));
    CHECK(input[6 + i] == expected(colour.green));
    CHECK(input[12 + i] == expected(colour.blue));
  }
}

TEST_CASE("features that cannot be are refused") {
  Features features = features_of({});
  features.deviation = 0;
  CHECK(!NetworkInput::create(features));
  CHECK(!NetworkInput::create(features_of(PictureOptions{.rows = 0})));
}

TEST_CASE("a card keeps its picture") {
  Card card = small_card();
  card.features.picture = PictureOptions{.rows = 7, .columns = 9, .colours = ColourMap::meadow};
  card.input.shape = {-1, 3, 7, 9};
  const Result<Card> read = parse_card(write_card(card));
  REQUIRE(read);
  CHECK(*read == card);
  CHECK(golden_input(card).size() == 3 * 7 * 9);
  card.input.shape = {-1, 1, 7, 9};
  const Result<Card> wrong = parse_card(write_card(card));
  REQUIRE(!wrong);
  CHECK(wrong.error().message.find("model.input.shape") != std::string::npos);
}
