#include "recommend/process.h"

#include <string>

#include "gtest/gtest.h"

namespace broadsheet::recommend {
namespace {

std::string Complaint(const EditorOptions& editor,
                      const ReadModelOptions& model = {}) {
  return std::string(CheckFlags(editor, model).message());
}

TEST(CheckFlags, NamesTheFlagAndTheRule) {
  EXPECT_TRUE(CheckFlags({}, {}).ok());
  EXPECT_TRUE(CheckFlags({.papers = 100, .hour = 23}, {}).ok());
  for (const int papers : {0, 101}) {
    EXPECT_EQ(Complaint({.papers = papers}),
              "--editor-papers must be 1 to 100");
  }
  for (const int hour : {-1, 24}) {
    EXPECT_EQ(Complaint({.hour = hour}), "--editor-hour must be 0 to 23");
  }
  EXPECT_EQ(Complaint({}, {.trend_half_life = absl::ZeroDuration()}),
            "--half-life must be above 0");
}

}  // namespace
}  // namespace broadsheet::recommend
