#include <doctest/doctest.h>

#include "native/printable.h"

using namespace genrelens;

TEST_CASE("letters of every script stay as they are") {
  for (const char* text : {"", "chord.wav", "Björk – Jóga.flac", "日本語.mp3", "😀 \"quotes\" \\ and, commas"}) {
    CHECK(printable(text) == text);
  }
}

TEST_CASE("what would steer a terminal is written out") {
  CHECK(printable("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(printable("two\nlines\r\t") == "two\\nlines\\r\\t");
  CHECK(printable("\x7f") == "\\x7f");
  CHECK(printable("\xC2\x9B") == "\\u{009b}");                      // CSI as one character
  CHECK(printable("gpj.\xE2\x80\xAE.exe") == "gpj.\\u{202e}.exe");  // right-to-left override
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("bytes that are no UTF-8 are written out one by one") {
  CHECK(printable("\xFF") == "\\xff");
  CHECK(printable("\x9B") == "\\x9b");
  CHECK(printable("\xC0\xAF") == "\\xc0\\xaf");           // overlong
  CHECK(printable("\xED\xA0\x80") == "\\xed\\xa0\\x80");  // a surrogate
  CHECK(printable("caf\xC3") == "caf\\xc3");              // cut off
}

TEST_CASE("a narrow column never cuts a character") {
  CHECK(first_characters("classical", 5) == "class");
  CHECK(first_characters("日本", 5) == "日本");
  CHECK(first_characters("日本", 1) == "日");
  CHECK(first_characters("", 5).empty());
}
