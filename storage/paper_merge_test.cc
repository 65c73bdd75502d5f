#include "storage/paper_merge.h"

#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

v1::Paper Stored() {
  v1::Paper paper;
  paper.set_id("2611.00001");
  paper.set_title("Old title");
  paper.set_abstract("Old abstract");
  paper.add_authors("A");
  paper.set_source("one");
  paper.set_upvotes(3);
  paper.set_revision(5);
  return paper;
}

TEST(MergePaper, KeepsWhatTheRecordLacks) {
  v1::Paper record;
  record.set_id("2611.00001");
  record.set_title("New title");
  record.set_source("two");
  const auto merged = MergePaper(Stored(), record);
  ASSERT_TRUE(merged.has_value());
  EXPECT_EQ(merged->title(), "New title");
  EXPECT_EQ(merged->abstract(), "Old abstract");
  EXPECT_EQ(merged->authors_size(), 1);
  EXPECT_EQ(merged->source(), "two");
  EXPECT_EQ(merged->upvotes(), 3);
  EXPECT_EQ(merged->revision(), 6);
}

TEST(MergePaper, IsNothingForAnEqualRecord) {
  EXPECT_FALSE(MergePaper(Stored(), Stored()).has_value());
}

TEST(MergePaper, IsNothingWhenOnlyTheSourceDiffers) {
  v1::Paper record = Stored();
  record.set_source("two");
  EXPECT_FALSE(MergePaper(Stored(), record).has_value());
}

TEST(MergePaper, IgnoresDerivedFieldsOfTheRecord) {
  v1::Paper record = Stored();
  record.set_upvotes(1000);
  record.set_submitted_by("me");
  EXPECT_FALSE(MergePaper(Stored(), record).has_value());
}

TEST(MergePaper, FillsABareEntry) {
  v1::Paper stored = Stored();
  stored.clear_title();
  stored.set_bare(true);
  const auto merged = MergePaper(stored, Stored());
  ASSERT_TRUE(merged.has_value());
  EXPECT_FALSE(merged->bare());
  EXPECT_EQ(merged->title(), "Old title");
}

TEST(MergePaper, DoesNotBringBackAWithdrawnPaper) {
  v1::Paper stored = Stored();
  stored.set_withdrawn(true);
  EXPECT_FALSE(MergePaper(stored, Stored()).has_value());
}

TEST(NewPaper, HasNoDerivedFields) {
  const v1::Paper paper = NewPaper(Stored());
  EXPECT_EQ(paper.upvotes(), 0);
  EXPECT_EQ(paper.revision(), 1);
}

}  // namespace
}  // namespace broadsheet::storage
