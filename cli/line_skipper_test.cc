#include "cli/line_skipper.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

// The whole text after it went through in pieces of `size`.
std::string Skip(int64_t lines, const std::string& text, size_t size) {
  LineSkipper skipper(lines);
  std::string whole;
  for (size_t at = 0; at < text.size(); at += size) {
    std::string piece = text.substr(at, size);
    skipper.Apply(&piece);
    whole += piece;
  }
  return whole;
}

TEST(LineSkipper, KeepsTheNumbersOfTheLinesHoweverTheTextIsCut) {
  const std::string text = "first\nsecond\n\nfourth\nlast";
  for (size_t size = 1; size <= text.size(); ++size) {
    EXPECT_EQ(Skip(0, text, size), text);
    EXPECT_EQ(Skip(2, text, size), "\n\n\nfourth\nlast");
    EXPECT_EQ(Skip(4, text, size), "\n\n\n\nlast");
    EXPECT_EQ(Skip(9, text, size), "\n\n\n\n");
  }
}

}  // namespace
}  // namespace broadsheet::cli
