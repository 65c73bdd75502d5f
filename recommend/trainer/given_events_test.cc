#include "recommend/trainer/given_events.h"

#include <deque>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gtest/gtest.h"
#include "recommend/fake_artifact_store.h"
#include "recommend/trainer/fake_snapshot.h"
#include "recommend/trainer/training_job.h"
#include "tests/support/files.h"

namespace broadsheet::recommend {
namespace {

// The requests of a client that sends them and then closes.
class SentRequests final : public GivenEventsStream {
 public:
  bool Read(v1::EvaluateEventsRequest* request) override {
    if (sent.empty()) return false;
    *request = std::move(sent.front());
    sent.pop_front();
    return true;
  }
  bool Write(const v1::EvaluateEventsResponse&) override { return true; }

  std::deque<v1::EvaluateEventsRequest> sent;
};

v1::EvaluateEventsRequest First() {
  v1::EvaluateEventsRequest request;
  request.mutable_evaluation()->set_request_id("e");
  return request;
}

v1::Event Save(const std::string& reader, const std::string& paper) {
  return MakeEvent(reader, v1::EVENT_KIND_SAVE, paper);
}

absl::StatusOr<GivenEvents> Read(std::deque<v1::EvaluateEventsRequest> sent,
                                 size_t most = kMaxGivenEvents) {
  SentRequests stream;
  stream.sent = std::move(sent);
  return ReadGivenEvents(
      CallContext(), &stream, [](const auto&) { return absl::OkStatus(); },
      most);
}

std::string FieldOf(const v1::Event& event) {
  v1::EvaluateEventsRequest request = First();
  *request.add_events() = Save("ada", "p");
  *request.add_events() = event;
  return std::string(Read({request}).status().message());
}

TEST(GivenEvents, AreThoseOfAllRequests) {
  v1::EvaluateEventsRequest first = First();
  *first.add_events() = Save("ada", "p1");
  v1::EvaluateEventsRequest second;
  *second.add_events() = Save("bob", "p2");
  const auto given = Read({first, second});
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->how.request_id(), "e");
  ASSERT_EQ(given->events.size(), 2u);
  EXPECT_EQ(given->events[1].reader_id(), "bob");
  EXPECT_EQ(given->events[1].paper_id(), "p2");
}

TEST(GivenEvents, AreRefusedWithTheNameOfTheField) {
  v1::Event wrong = Save("ada", "p");
  wrong.set_kind(v1::EVENT_KIND_UNSPECIFIED);
  EXPECT_NE(FieldOf(wrong).find("events[1].kind"), std::string::npos);
  EXPECT_NE(FieldOf(Save("", "p")).find("events[1].reader_id"),
            std::string::npos);
  EXPECT_NE(FieldOf(Save(std::string(101, 'r'), "p")).find("reader_id"),
            std::string::npos);
  EXPECT_NE(FieldOf(Save("ada", "")).find("events[1].paper_id"),
            std::string::npos);
}

TEST(GivenEvents, ComeAfterWordOfHowTheyAreMeasuredAndNeverTwice) {
  v1::EvaluateEventsRequest bare;
  *bare.add_events() = Save("ada", "p");
  EXPECT_EQ(ReasonOf(Read({bare}).status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Read({First(), First()}).status()), "INVALID_FIELD");
  EXPECT_EQ(ReasonOf(Read({}).status()), "INVALID_FIELD");
}

TEST(GivenEvents, AreBounded) {
  v1::EvaluateEventsRequest request = First();
  for (int i = 0; i < 3; ++i) *request.add_events() = Save("ada", "p");
  EXPECT_TRUE(Read({request}, 3).ok());
  EXPECT_EQ(ReasonOf(Read({request}, 2).status()), "TOO_MANY_EVENTS");
  for (int i = 0; i < 1000; ++i) *request.add_events() = Save("ada", "p");
  EXPECT_EQ(ReasonOf(Read({request}).status()), "INVALID_FIELD");
}

TEST(GivenEvents, AreNotReadWhenTheyCannotBeMeasuredNow) {
  SentRequests stream;
  v1::EvaluateEventsRequest more;
  *more.add_events() = Save("ada", "p");
  stream.sent = {First(), more, more};
  std::string asked;
  const auto given = ReadGivenEvents(
      CallContext(), &stream, [&](const v1::RunEvaluationRequest& evaluation) {
        asked = evaluation.request_id();
        return absl::AbortedError("busy");
      });
  EXPECT_TRUE(absl::IsAborted(given.status())) << given.status();
  EXPECT_EQ(asked, "e");
  EXPECT_EQ(stream.sent.size(), 2u) << "the events stay where they are";
}

TEST(GivenEvents, ComeInSmallMessagesBetweenThePapersAndTheEnd) {
  FakeSnapshot stored;
  const std::vector<v1::Event> events(25'000,
                                      Save("ada", SubjectPaperId(0, 0)));
  GivenEventsSource source(&stored, &events);
  std::vector<int> sizes;
  int papers = 0;
  bool ended = false;
  const absl::Status status = source.GetSnapshot([&](const auto& message) {
    EXPECT_FALSE(ended);
    papers += message.papers_size();
    sizes.push_back(message.events_size());
    ended = message.has_trailer();
    if (!ended) return absl::OkStatus();
    EXPECT_EQ(message.trailer().events(), 25'000);
    EXPECT_EQ(message.trailer().papers(), papers);
    return absl::OkStatus();
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_TRUE(ended);
  EXPECT_EQ(sizes, (std::vector<int>{0, 10'000, 10'000, 5'000, 0}));
}

TEST(GivenEvents, AreMeasuredInsteadOfTheStoredOnes) {
  FakeSnapshot stored;
  FakeArtifactStore store;
  const testing::TempDir folder;
  TrainingJobOptions options;
  options.training = SmallTraining();
  options.dir = folder.path();
  TrainingJob job(&stored, &store, options);
  std::vector<v1::Event> events;
  for (int reader = 0; reader < 15; ++reader) {
    for (int i = 0; i < 8; ++i) {
      events.push_back(
          Save(absl::StrCat("given", reader), SubjectPaperId(reader % 2, i)));
    }
    events.push_back(Save(absl::StrCat("given", reader), "not stored"));
  }
  const auto progress = [](auto, auto) { return absl::OkStatus(); };
  const auto given = job.Evaluate(CallContext(), "given", {.by_time = false},
                                  &events, progress);
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(given->readers(), 15);
  const auto kept = job.Evaluate(CallContext(), "stored", {.by_time = false},
                                 nullptr, progress);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->readers(), 40);
}

}  // namespace
}  // namespace broadsheet::recommend
