#include "ingest/line_splitter.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;

// Every line as "NUMBER:TEXT", with "..." when it was cut.
std::vector<std::string> Split(std::string_view text, size_t chunk_bytes,
                               size_t limit = 100) {
  std::vector<std::string> lines;
  LineSplitter splitter(limit, [&lines](const LineSplitter::Line& line) {
    lines.push_back(std::to_string(line.number) + ":" + std::string(line.text) +
                    (line.complete ? "" : "..."));
  });
  for (size_t at = 0; at < text.size(); at += chunk_bytes) {
    splitter.Feed(text.substr(at, chunk_bytes));
  }
  splitter.Finish();
  return lines;
}

TEST(LineSplitter, GivesTheSameLinesForEveryChunkSize) {
  for (size_t bytes = 1; bytes < 12; ++bytes) {
    EXPECT_THAT(Split("one\r\n\ntwo\nlast", bytes),
                ElementsAre("1:one", "2:", "3:two", "4:last"));
  }
}

TEST(LineSplitter, HasNoLineAfterTheLastEnd) {
  EXPECT_THAT(Split("one\n", 2), ElementsAre("1:one"));
  EXPECT_THAT(Split("", 2), ElementsAre());
}

TEST(LineSplitter, CutsAnOverlongLineAndGoesOn) {
  for (size_t bytes = 1; bytes < 12; ++bytes) {
    EXPECT_THAT(Split("123456789\n1234\n12345", bytes, 4),
                ElementsAre("1:1234...", "2:1234", "3:1234..."));
  }
}

}  // namespace
}  // namespace broadsheet::ingest
