#include "ingest/paper_fetcher.h"

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/harvest_fixture.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kId[] = "2407.21783";

std::string Feed(const std::string& entries) {
  return absl::StrCat(R"(<feed xmlns="http://www.w3.org/2005/Atom">)", entries,
                      "</feed>");
}

std::string Entry(const std::string& id, const std::string& title) {
  return Feed(
      absl::StrCat("<entry><id>http://arxiv.org/abs/", id, "v3</id><title>",
                   title, "</title><summary>We show how.</summary>",
                   "<published>2024-07-31T17:54:27Z</published></entry>"));
}

// arXiv is a server of the test.
class PaperFetcherTest : public HarvestFixture {
 protected:
  PaperFetcherTest() { Make(absl::Seconds(30)); }

  void Make(absl::Duration patience) {
    fetcher_.emplace(
        PaperFetcher::Options{.url = server_.url(), .patience = patience},
        Parts("first").backend, &hasty_harvester_, &log_);
  }

  absl::StatusOr<v1::FetchPaperResponse> Fetch(const std::string& id,
                                               const CallContext& call) {
    v1::FetchPaperRequest request;
    request.set_paper_id(id);
    return fetcher_->Fetch(call, request);
  }
  absl::StatusOr<v1::FetchPaperResponse> Fetch(const std::string& id) {
    return Fetch(id, call_);
  }

  const RetryOptions hasty_retry_ = {.first = absl::Milliseconds(1),
                                     .longest = absl::Milliseconds(5),
                                     .patience = absl::Seconds(30)};
  PoliteFetcher hasty_{{.retry = hasty_retry_},
                       HarvestFixture::fetcher_.get(),
                       &pacer_,
                       &clock_,
                       Timing::Real()};
  Harvester hasty_harvester_{&hasty_, PaperStream::MakeReader};
  std::optional<PaperFetcher> fetcher_;
};

TEST_F(PaperFetcherTest, StoresThePaperOfAnId) {
  server_.Add(Entry(kId, "A Herd"));
  const auto fetched = Fetch("arXiv:2407.21783v1");
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->result().paper_id(), kId);
  EXPECT_EQ(fetched->result().outcome(), v1::PaperResult::OUTCOME_CREATED);
  EXPECT_GT(fetched->position().commit(), 0);
  EXPECT_EQ(storage_.papers().at(kId).title(), "A Herd");
  EXPECT_THAT(server_.targets()[0], HasSubstr("id_list=2407.21783"));
  const auto again = Fetch(kId);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_NE(again->result().outcome(), v1::PaperResult::OUTCOME_CREATED);
}

TEST_F(PaperFetcherTest, SaysThatThereIsNoSuchPaperAfterAskingTwice) {
  server_.Add(Feed(""));
  const auto fetched = Fetch(kId);
  EXPECT_TRUE(absl::IsNotFound(fetched.status())) << fetched.status();
  EXPECT_EQ(ReasonOf(fetched.status()), "PAPER_UNKNOWN");
  EXPECT_THAT(server_.targets(), SizeIs(2));
  EXPECT_THAT(storage_.papers(), IsEmpty());
  EXPECT_THAT(storage_.dead_letters(), IsEmpty());
}

TEST_F(PaperFetcherTest, BelievesTheSecondAnswerWhenTheFirstIsEmpty) {
  server_.Add(Feed(""));
  server_.Add(Entry(kId, "A Herd"));
  const auto fetched = Fetch(kId);
  EXPECT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_THAT(server_.targets(), SizeIs(2));
}

TEST_F(PaperFetcherTest, TakesNoAnswerToAnotherQuestion) {
  server_.Add(Entry("2407.00001", "Another"));
  EXPECT_EQ(ReasonOf(Fetch(kId).status()), "PAPER_UNKNOWN");
  EXPECT_THAT(storage_.papers(), IsEmpty());
}

TEST_F(PaperFetcherTest, EndsWithItsCall) {
  server_.Add(HttpResponse{.status = 503});
  const auto gone = std::make_shared<Cancellation>();
  const CallContext call(absl::InfiniteFuture(), "r", {}, gone);
  std::thread leaving([&] {
    AwaitRequests(1);
    gone->Cancel();
  });
  EXPECT_TRUE(absl::IsCancelled(Fetch(kId, call).status()));
  leaving.join();
}

TEST_F(PaperFetcherTest, TellsWhichRuleTheRecordBreaks) {
  server_.Add(Feed(absl::StrCat("<entry><id>http://arxiv.org/abs/", kId,
                                "</id><title> </title></entry>")));
  const auto fetched = Fetch(kId);
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->result().outcome(), v1::PaperResult::OUTCOME_REFUSED);
  EXPECT_THAT(storage_.dead_letters(), SizeIs(1));
}

TEST_F(PaperFetcherTest, AsksNobodyForWhatIsNoIdOfArxivs) {
  for (const char* id : {"", "x", "doi:10.1/a", "2407.21783,2407.21784"}) {
    const auto fetched = Fetch(id);
    EXPECT_TRUE(absl::IsInvalidArgument(fetched.status())) << id;
  }
  EXPECT_THAT(server_.targets(), IsEmpty());
}

TEST_F(PaperFetcherTest, SaysWhenArxivDoesNotAnswer) {
  server_.Add(HttpResponse{.status = 503});
  Make(absl::Milliseconds(200));
  const auto down = Fetch(kId);
  EXPECT_EQ(ReasonOf(down.status()), "SOURCE_DOWN") << down.status();
  EXPECT_TRUE(absl::IsUnavailable(down.status()));
  server_.Add(HttpResponse{.status = 403});
  server_.Next();
  Make(absl::Seconds(30));
  EXPECT_EQ(ReasonOf(Fetch(kId).status()), "SOURCE_DOWN");
  EXPECT_THAT(storage_.papers(), IsEmpty());
}

TEST_F(PaperFetcherTest, LetsOnlyAFewWait) {
  server_.Add(HttpResponse{.status = 503});
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(std::async(std::launch::async, [&] {
      absl::Status ended;
      do {
        ended = Fetch(kId).status();
      } while (ReasonOf(ended) == "TOO_MANY_FETCHES");
      return ended;
    }));
  }
  const auto is_refused = [&] {
    return ReasonOf(Fetch(kId, CallContext(absl::Now())).status()) ==
           "TOO_MANY_FETCHES";
  };
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (!is_refused() && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_TRUE(is_refused());
  // Who waits does not hold up the end of the service.
  fetcher_->Stop();
  for (auto& one : waiting) EXPECT_EQ(ReasonOf(one.get()), "SOURCE_DOWN");
  EXPECT_EQ(ReasonOf(Fetch(kId).status()), "SOURCE_DOWN");
}

}  // namespace
}  // namespace broadsheet::ingest
