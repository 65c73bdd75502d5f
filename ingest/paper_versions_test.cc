#include "ingest/paper_versions.h"

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TEST(NormalizeVersions, SortsThemAndLeavesOneOfEach) {
  v1::Paper paper;
  AddVersion(3, absl::FromUnixSeconds(300), &paper);
  AddVersion(1, absl::FromUnixSeconds(100), &paper);
  AddVersion(3, std::nullopt, &paper);
  AddVersion(1, absl::FromUnixSeconds(101), &paper);
  ASSERT_FALSE(NormalizeVersions(&paper));
  ASSERT_EQ(paper.versions_size(), 2);
  EXPECT_EQ(paper.versions(0).number(), 1);
  EXPECT_EQ(paper.versions(0).submitted_at().seconds(), 101);
  EXPECT_EQ(paper.versions(1).number(), 3);
  EXPECT_EQ(paper.versions(1).submitted_at().seconds(), 300);
}

TEST(NormalizeVersions, NamesWhatIsWrong) {
  v1::Paper paper;
  AddVersion(0, std::nullopt, &paper);
  EXPECT_EQ(NormalizeVersions(&paper)->rule,
            "has the number 0; 1 to 100,000 are allowed");
  paper.Clear();
  AddVersion(1, std::nullopt, &paper);
  paper.mutable_versions(0)->mutable_submitted_at()->set_nanos(-1);
  EXPECT_EQ(NormalizeVersions(&paper)->rule, "has a time that is no time");
  paper.Clear();
  for (int i = 0; i <= kMaxVersions; ++i) AddVersion(1, std::nullopt, &paper);
  EXPECT_EQ(NormalizeVersions(&paper)->rule,
            "has 1,001 elements; at most 1,000 are allowed");
}

TEST(AddVersion, LeavesOutTimesThatDoNotFit) {
  v1::Paper paper;
  AddVersion(1, absl::InfiniteFuture(), &paper);
  EXPECT_FALSE(paper.versions(0).has_submitted_at());
}

}  // namespace
}  // namespace broadsheet::ingest
