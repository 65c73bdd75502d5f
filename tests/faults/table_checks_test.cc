#include "tests/faults/table_checks.h"

#include <map>
#include <string>
#include <vector>

#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::faults {
namespace {

using internal::v1::Change;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::Submission Submission() {
  v1::Submission submission;
  submission.set_paper_id("p");
  submission.set_day("2026-11-20");
  return submission;
}

Change Submitted() {
  Change change;
  *change.mutable_submission() = Submission();
  return change;
}

Change TakenBack() {
  Change change;
  *change.mutable_retracted() = Submission();
  return change;
}

// What is wrong with a feed of these, when the paper is on the list or not.
std::map<std::string, int> Check(const std::vector<Change>& changes,
                                 bool listed) {
  Tables tables;
  for (const Change& change : changes) {
    tables.changes.push_back({"1", "0", change.SerializeAsString()});
  }
  if (listed) tables.submissions[{"p", "2026-11-20"}] = "ada";
  Journal journal([](const std::string&) {});
  CheckChanges(tables, &journal);
  return journal.violations();
}

TEST(TableChecks, WhatIsTakenBackMayBeSubmittedAgain) {
  EXPECT_THAT(Check({Submitted(), TakenBack()}, false), IsEmpty());
  EXPECT_THAT(Check({Submitted(), TakenBack(), Submitted()}, true), IsEmpty());
  EXPECT_THAT(
      Check({Submitted(), TakenBack(), Submitted(), TakenBack()}, false),
      IsEmpty());
}

TEST(TableChecks, WhatStandsIsNotSubmittedAgainNorTakenBackTwice) {
  EXPECT_THAT(Check({Submitted(), Submitted()}, true), SizeIs(1));
  EXPECT_THAT(Check({Submitted(), TakenBack(), TakenBack()}, false), SizeIs(1));
}

TEST(TableChecks, TheFeedLeadsToTheTable) {
  EXPECT_THAT(Check({Submitted(), TakenBack()}, true), SizeIs(1));
  EXPECT_THAT(Check({Submitted()}, false), SizeIs(1));
}

}  // namespace
}  // namespace broadsheet::faults
