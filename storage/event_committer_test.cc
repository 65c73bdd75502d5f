#include "storage/event_committer.h"

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

using internal::v1::AppendEventsRequest;
using internal::v1::AppendEventsResponse;
using v1::EventResult;
using Answer = absl::StatusOr<AppendEventsResponse>;

class EventCommitterTest : public ::testing::Test {
 protected:
  EventCommitterTest() { store_.AddPapers({"a:1"}); }

  // One event of that reader about that paper.
  std::future<Answer> Append(EventCommitter* committer,
                             const std::string& reader,
                             const std::string& paper,
                             std::shared_ptr<CallContext> call) {
    requests_.push_back(std::make_unique<AppendEventsRequest>());
    *requests_.back()->add_events() =
        MakeEvent(reader, "1", v1::EVENT_KIND_UPVOTE, paper, 0);
    return Send(committer, requests_.back().get(), std::move(call));
  }

  static std::future<Answer> Send(EventCommitter* committer,
                                  const AppendEventsRequest* request,
                                  std::shared_ptr<CallContext> call) {
    auto answer = std::make_shared<std::promise<Answer>>();
    committer->Append(std::move(call), request, [answer](Answer result) {
      answer->set_value(std::move(result));
    });
    return answer->get_future();
  }

  static std::shared_ptr<CallContext> Call() {
    return std::make_shared<CallContext>(TestCall());
  }

  // The number of transactions that wrote events.
  int Transactions() {
    return std::stoi(
        store_.Run("select count(distinct xmin::text) from "
                   "events"));
  }

  TestStore store_;
  std::vector<std::unique_ptr<AppendEventsRequest>> requests_;
};

TEST_F(EventCommitterTest, GivesEachCallItsOwnResults) {
  EventCommitter committer(&store_.repositories.events, &store_.metrics, {});
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 200; ++i) {
    answers.push_back(Append(&committer, "r" + std::to_string(i / 2),
                             i % 2 == 0 ? "a:1" : "a:9", Call()));
  }
  for (int i = 0; i < 200; ++i) {
    const Answer answer = answers[i].get();
    ASSERT_TRUE(answer.ok()) << answer.status();
    ASSERT_EQ(answer->results_size(), 1);
    EXPECT_EQ(answer->results(0).outcome(), i % 2 == 0
                                                ? EventResult::OUTCOME_APPENDED
                                                : EventResult::OUTCOME_REFUSED);
    EXPECT_GT(answer->position().commit(), 0u);
  }
  EXPECT_EQ(store_.GetPaper("a:1").upvotes(), 100);
  EXPECT_LT(Transactions(), 100);
}

TEST_F(EventCommitterTest, StoresAnEventOfTwoCallsOnce) {
  EventCommitter committer(&store_.repositories.events, &store_.metrics, {});
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 20; ++i) {
    answers.push_back(Append(&committer, "ada", "a:1", Call()));
  }
  int appended = 0;
  for (auto& answer : answers) {
    if (answer.get()->results(0).outcome() == EventResult::OUTCOME_APPENDED) {
      ++appended;
    }
  }
  EXPECT_EQ(appended, 1);
  EXPECT_EQ(store_.GetPaper("a:1").upvotes(), 1);
}

TEST_F(EventCommitterTest, LetsNoCallFailForAnother) {
  // A value that the rules let through and the table does not.
  store_.Run(
      "alter table events add constraint none check (reader_id <> 'bad')");
  EventCommitter committer(&store_.repositories.events, &store_.metrics,
                           {.committers = 1});
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 20; ++i) {
    answers.push_back(Append(
        &committer, i == 7 ? "bad" : "r" + std::to_string(i), "a:1", Call()));
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(answers[i].get().ok(), i != 7);
  EXPECT_EQ(store_.GetPaper("a:1").upvotes(), 19);
}

TEST_F(EventCommitterTest, DropsCallsThatWereGivenUp) {
  EventCommitter committer(&store_.repositories.events, &store_.metrics, {});
  const Answer answer =
      Append(&committer, "ada", "a:1",
             std::make_shared<CallContext>(absl::Now() - absl::Seconds(1)))
          .get();
  EXPECT_TRUE(absl::IsDeadlineExceeded(answer.status())) << answer.status();
  EXPECT_EQ(store_.Run("select count(*) from events"), "0\n");
}

TEST_F(EventCommitterTest, RefusesEmptyCalls) {
  EventCommitter committer(&store_.repositories.events, &store_.metrics, {});
  const AppendEventsRequest empty;
  EXPECT_EQ(ReasonOf(Send(&committer, &empty, Call()).get().status()),
            "INVALID_FIELD");
}

TEST_F(EventCommitterTest, EndsWhatWaitsBeforeItEnds) {
  std::vector<std::future<Answer>> answers;
  {
    EventCommitter committer(&store_.repositories.events, &store_.metrics, {});
    for (int i = 0; i < 50; ++i) {
      answers.push_back(
          Append(&committer, "r" + std::to_string(i), "a:1", Call()));
    }
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get().ok());
}

}  // namespace
}  // namespace broadsheet::storage
