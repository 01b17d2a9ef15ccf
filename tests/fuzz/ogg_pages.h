// Ogg pages (RFC 3533) whose bytes were changed: a decoder looks at nothing behind a wrong checksum.
#pragma once

#include <cstdint>
#include <span>

bool begins_with_ogg_page(std::span<const std::uint8_t> bytes);

// Makes the checksum of every whole page from the first on right again.
void mend_ogg_pages(std::span<std::uint8_t> bytes);
