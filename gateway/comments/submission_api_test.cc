#include "gateway/comments/submission_api.h"

#include <string>

#include "absl/status/status.h"
#include "common/clock.h"
#include "gateway/testing/memory_backend.h"
#include "gateway/testing/memory_stores.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

constexpr char kPaper[] = "2407.21783";

Identity Reader(const std::string& name, v1::Role role = v1::ROLE_UNSPECIFIED) {
  Identity identity;
  identity.kind = Identity::Kind::kReader;
  identity.reader_id = name;
  identity.role = role;
  return identity;
}

Identity Operator() {
  Identity identity;
  identity.kind = Identity::Kind::kOperator;
  return identity;
}

class SubmissionApiTest : public ::testing::Test {
 protected:
  SubmissionApiTest() { api_.Register(&methods_); }

  absl::Status Submit(const Identity& identity, const std::string& reader) {
    v1::SubmitPaperRequest request;
    request.set_request_id("s");
    request.set_paper_id(kPaper);
    request.set_reader_id(reader);
    v1::SubmitPaperResponse response;
    CallContext call;
    return methods_.Invoke("ReaderService/SubmitPaper", call, identity,
                           &request, &response);
  }

  absl::Status Retract(const Identity& identity) {
    v1::RetractSubmissionRequest request;
    request.set_request_id("r");
    request.set_paper_id(kPaper);
    request.set_day("2026-11-23");
    v1::RetractSubmissionResponse response;
    CallContext call;
    return methods_.Invoke("ReaderService/RetractSubmission", call, identity,
                           &request, &response);
  }

  MemoryStores stores_;
  MemoryBackend backend_;
  FakeClock clock_{absl::FromUnixSeconds(1795435200)};
  MissingPapers missing_{&backend_, &clock_};
  SubmissionApi api_{&stores_, &backend_,           &missing_,
                     &clock_,  absl::UTCTimeZone(), SubmissionRules()};
  MethodTable methods_;
};

TEST_F(SubmissionApiTest, FetchesAPaperThatTheNewspaperDoesNotHave) {
  stores_.knows = [this](const std::string&) {
    return !backend_.papers.empty();
  };
  EXPECT_EQ(ReasonOf(Submit(Reader("ann"), "ann")), "PAPER_UNKNOWN");
  clock_.Advance(absl::Hours(1));
  backend_.arxiv->resize(1);
  backend_.arxiv->front().set_id(kPaper);
  // Its record breaks a rule.
  EXPECT_EQ(ReasonOf(Submit(Reader("ann"), "ann")), "INVALID_FIELD");
  backend_.arxiv->front().set_title("A Herd");
  EXPECT_TRUE(Submit(Reader("ann"), "ann").ok());
  EXPECT_EQ(backend_.fetched.size(), 3u);
  EXPECT_TRUE(Submit(Reader("ann"), "ann").ok());
  EXPECT_EQ(backend_.fetched.size(), 3u);
}

TEST_F(SubmissionApiTest, FetchesAPaperThatIsOnlyAnEntry) {
  backend_.papers.resize(1);
  backend_.papers[0].set_id(kPaper);
  backend_.papers[0].set_bare(true);
  EXPECT_EQ(ReasonOf(Submit(Reader("ann"), "ann")), "PAPER_UNKNOWN");
  EXPECT_TRUE(stores_.submissions.empty());
  // The operator knows what they do.
  EXPECT_TRUE(Submit(Operator(), "ann").ok());
  stores_.submissions.clear();
  clock_.Advance(absl::Hours(1));
  backend_.arxiv->resize(1);
  backend_.arxiv->front().set_id(kPaper);
  backend_.arxiv->front().set_title("A Herd");
  EXPECT_TRUE(Submit(Reader("ann"), "ann").ok());
  EXPECT_EQ(stores_.submissions.size(), 1u);
}

TEST_F(SubmissionApiTest, AnEditorTakesBackTheirOwnAsAReader) {
  stores_.submitters[kPaper] = "ed";
  EXPECT_TRUE(Retract(Reader("ed", v1::ROLE_EDITOR)).ok());
  ASSERT_EQ(stores_.retractions.size(), 1u);
  EXPECT_FALSE(stores_.retractions[0].by_editor());
}

TEST_F(SubmissionApiTest, WhatAnEditorTakesFromOthersGoesForGood) {
  stores_.submitters[kPaper] = "ann";
  EXPECT_TRUE(Retract(Reader("ed", v1::ROLE_EDITOR)).ok());
  ASSERT_EQ(stores_.retractions.size(), 1u);
  EXPECT_TRUE(stores_.retractions[0].by_editor());
  EXPECT_EQ(stores_.retractions[0].retraction().reader_id(), "ed");
  EXPECT_TRUE(Retract(Operator()).ok());
  ASSERT_EQ(stores_.retractions.size(), 2u);
  EXPECT_TRUE(stores_.retractions[1].by_editor());
}

TEST_F(SubmissionApiTest, ReadersTakeBackOnlyTheirOwn) {
  stores_.submitters[kPaper] = "ann";
  EXPECT_TRUE(absl::IsPermissionDenied(Retract(Reader("bob"))));
  EXPECT_TRUE(stores_.retractions.empty());
  EXPECT_TRUE(Retract(Reader("ann")).ok());
  ASSERT_EQ(stores_.retractions.size(), 1u);
  EXPECT_FALSE(stores_.retractions[0].by_editor());
}

TEST_F(SubmissionApiTest, OnlyEditorsPutBackWhatAnEditorTookOff) {
  EXPECT_TRUE(Submit(Reader("ann"), "").ok());
  EXPECT_TRUE(Submit(Reader("ed", v1::ROLE_EDITOR), "").ok());
  EXPECT_TRUE(Submit(Operator(), "ann").ok());
  ASSERT_EQ(stores_.submissions.size(), 3u);
  EXPECT_TRUE(stores_.submissions[0].unless_retracted());
  EXPECT_FALSE(stores_.submissions[1].unless_retracted());
  EXPECT_FALSE(stores_.submissions[2].unless_retracted());
  // The other rules are for editors, too.
  EXPECT_EQ(stores_.submissions[1].max_per_day(), 20);
}

}  // namespace
}  // namespace broadsheet::gateway
