#include <cstdint>
#include <string_view>

#include "core/card.h"
#include "tests/fuzz/require.h"

using namespace genrelens;

// What is built from a card's numbers without a further look.
static void check_sizes(const Card& card) {
  const ChunkRule rule = card.chunk_rule();
  require(rule.length >= 1 && rule.length <= std::size_t{1} << 25, "a chunk's samples are bounded");
  require(rule.hop >= 1 && rule.hop <= rule.length, "the hop is within the chunk");
  require(static_cast<std::size_t>(card.features.mel.bands) * card.features.frames <= std::size_t{1} << 22,
          "a chunk's levels are bounded");
  require(card.labels.size() >= 2 && card.golden_logits.size() == card.logit_count(),
          "as many golden logits as the network gives");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Card> card = parse_card({reinterpret_cast<const char*>(data), size});
  if (!card) {
    require(!card.error().message.empty(), "an error is a sentence");
    return 0;
  }
  check_sizes(*card);
  require(static_cast<bool>(MelSpectrogram::create(card->features.mel)), "a card's features can be computed");
  const Result<Card> again = parse_card(write_card(*card));
  require(again && *again == *card, "a card that is written is read back equal");
  return 0;
}
