// Runs every target over its kept inputs, in the ordinary build.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "tests/fuzz/targets.h"

namespace broadsheet::fuzz {
namespace {

const std::filesystem::path kCorpora =
    std::filesystem::path(BROADSHEET_SOURCE_DIR) / "tests" / "fuzz" / "corpus";

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(FuzzCorpus, PassesInEveryTarget) {
  for (const Target& target : AllTargets()) {
    const auto corpus = kCorpora / target.name;
    ASSERT_TRUE(std::filesystem::exists(corpus)) << corpus;
    int inputs = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
      SCOPED_TRACE(entry.path());
      target.run(Contents(entry.path()));
      ++inputs;
    }
    EXPECT_GT(inputs, 0) << corpus;
    target.run("");
  }
}

TEST(FuzzCorpus, BelongsToATarget) {
  for (const auto& entry : std::filesystem::directory_iterator(kCorpora)) {
    const std::string name = entry.path().filename();
    EXPECT_NE(FindTarget(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace broadsheet::fuzz
