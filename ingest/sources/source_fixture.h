#ifndef BROADSHEET_INGEST_SOURCES_SOURCE_FIXTURE_H_
#define BROADSHEET_INGEST_SOURCES_SOURCE_FIXTURE_H_

#include <string>

#include "absl/strings/ascii.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "ingest/harvest_source.h"

namespace broadsheet::ingest {

// For tests: a source, what is asked of it, and the place that it has come to.
class SourceFixture : public ::testing::Test {
 protected:
  void Use(const std::string& name, const std::string& set = "") {
    request_.set_request_id("r");
    request_.set_source(name);
    request_.set_set(set);
    auto checked = CheckHarvest(sources_, request_);
    ASSERT_TRUE(checked.ok()) << checked.status();
    request_ = *checked;
    source_ = FindSource(sources_, name);
    place_ = source_->Begin(request_, covered_until_, now_);
  }
  // Libcurl's version decides about the case of the escapes.
  std::string Url() {
    return absl::AsciiStrToLower(source_->Url(request_, place_));
  }
  absl::StatusOr<PageVerdict> Judge(const std::string& page, int tries = 1) {
    auto verdict = source_->Judge(request_, place_, page, tries);
    if (verdict.ok()) place_ = verdict->next;
    return verdict;
  }
  std::string Refusal(const v1::RunHarvestRequest& request) {
    const auto violations =
        ViolationsOf(CheckHarvest(sources_, request).status());
    return violations.empty() ? ""
                              : violations[0].field + " " + violations[0].rule;
  }

  // 2026-11-23 12:00 UTC.
  const absl::Time now_ = absl::FromUnixSeconds(1'795'435'200);
  const Sources sources_ = MakeSources("a@example.org");
  v1::RunHarvestRequest request_;
  std::string covered_until_;
  const HarvestSource* source_ = nullptr;
  HarvestPlace place_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_SOURCE_FIXTURE_H_
