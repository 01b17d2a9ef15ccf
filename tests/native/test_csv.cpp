#include <doctest/doctest.h>

#include "native/csv.h"

using namespace genrelens;

TEST_CASE("quoted fields hold commas, quotes and line ends") {
  const Result<CsvTable> table = parse_csv("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\n");
  REQUIRE(table);
  CHECK(table->names == std::vector<std::string>{"a", "b"});
  REQUIRE(table->rows.size() == 2);
  CHECK(table->rows[0] == std::vector<std::string>{"x, y", "say \"hi\""});
  CHECK(table->rows[1] == std::vector<std::string>{"two\nlines", ""});
  CHECK(table->column("b") == 1);
  CHECK(!table->column("c"));
}

TEST_CASE("the last line may lack its end, and an empty text is an empty table") {
  const Result<CsvTable> table = parse_csv("a,b\n1,");
  REQUIRE(table);
  CHECK(table->rows == std::vector<std::vector<std::string>>{{"1", ""}});
  REQUIRE(parse_csv(""));
  CHECK(parse_csv("")->names.empty());
}

TEST_CASE("damage is named by its line") {
  const Result<CsvTable> short_row = parse_csv("a,b\n1,2\n3\n");
  REQUIRE(!short_row);
  CHECK(short_row.error().message == "Line 3 has 1 fields where the first line has 2.");
  const Result<CsvTable> open_quote = parse_csv("a,b\n1,\"2\n3,4\n");
  REQUIRE(!open_quote);
  CHECK(open_quote.error().message == "Line 2 has a quote that is never closed.");
}

TEST_CASE("a written field is read back") {
  for (const std::string value : {"plain", "with, comma", "with \"quotes\"", "two\nlines", ""}) {
    const Result<CsvTable> table = parse_csv("name,x\n" + csv_field(value) + ",1\n");
    REQUIRE(table);
    CHECK(table->rows[0][0] == value);
  }
}

TEST_CASE("a byte order mark, CRLF and empty lines are passed over, and lines are still counted") {
  const Result<CsvTable> table = parse_csv("\xEF\xBB\xBFid,genre\r\n\r\na,b\r\n\n\n\"c\n\",d\n\r\n");
  REQUIRE(table);
  CHECK(table->names == std::vector<std::string>{"id", "genre"});
  CHECK(table->rows == std::vector<std::vector<std::string>>{{"a", "b"}, {"c\n", "d"}});
  const Result<CsvTable> damaged = parse_csv("\n\na,b\n\n1\n");
  REQUIRE(!damaged);
  CHECK(damaged.error().message == "Line 5 has 1 fields where the first line has 2.");
}

TEST_CASE("a name that two columns have is refused") {
  const Result<CsvTable> table = parse_csv("id,genre,id,,\n");
  REQUIRE(!table);
  CHECK(table.error().message == "Line 1 names two columns \"id\".");
}
