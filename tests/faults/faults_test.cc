// A short run of the harness; long ones: docs/faults.md.

#include <cstdio>

#include "gtest/gtest.h"
#include "tests/faults/run.h"
#include "tests/support/files.h"

namespace broadsheet::faults {
namespace {

// Another seed is another run; this one is as good as any.
constexpr uint64_t kSeed = 20261124;

TEST(Guarantees, HoldThroughTheDeathOfEveryProcess) {
  const testing::TempDir folder;
  RunOptions options;
  options.seed = kSeed;
  options.kills = 8;
  options.pace = absl::Milliseconds(1800);
  options.folder = folder.path();
  options.log = [](const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  };
  const RunReport report = RunFaults(options);
  EXPECT_EQ(report.kills, 8u);
  EXPECT_GT(report.acknowledged, 100);
  EXPECT_GT(report.lists_compared, 20);
  for (const auto& [what, times] : report.violations) {
    ADD_FAILURE() << what << " (" << times << " times)";
  }
}

}  // namespace
}  // namespace broadsheet::faults
