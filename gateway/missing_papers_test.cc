#include "gateway/missing_papers.h"

#include <atomic>
#include <future>
#include <latch>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/position.h"
#include "gateway/testing/memory_backend.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kId[] = "2407.21783";

Identity Reader(const std::string& name) {
  Identity identity;
  identity.kind = Identity::Kind::kReader;
  identity.reader_id = name;
  return identity;
}

// arXiv takes its time for as many as `asked` counts; then it has every paper.
class SlowBackend final : public MemoryBackend {
 public:
  explicit SlowBackend(int slow) : asked(slow), slow_(slow) {}

  absl::StatusOr<v1::FetchPaperResponse> FetchPaper(
      const CallContext&, const v1::FetchPaperRequest&) override {
    if (++calls_ <= slow_) asked.count_down();
    answered.wait();
    v1::FetchPaperResponse response;
    response.mutable_position()->set_epoch("epoch");
    response.mutable_position()->set_commit(1);
    return response;
  }

  std::latch asked;
  std::latch answered{1};

 private:
  const int slow_;
  std::atomic<int> calls_{0};
};

class MissingPapersTest : public ::testing::Test {
 protected:
  absl::Status Fetch(MissingPapers* missing, const std::string& reader,
                     const std::string& id) {
    CallContext call;
    const absl::Status fetched = missing->Fetch(call, Reader(reader), id);
    EXPECT_EQ(call.trailers().count(kPositionKey), fetched.ok() ? 1u : 0u);
    return fetched;
  }

  std::future<absl::Status> Begin(MissingPapers* missing,
                                  const std::string& reader,
                                  const std::string& id) {
    return std::async(std::launch::async,
                      [=, this] { return Fetch(missing, reader, id); });
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'435'200)};
};

TEST_F(MissingPapersTest, HoldOnlyAFewThreadsWhileArxivIsAsked) {
  SlowBackend backend(4);
  MissingPapers missing(&backend, &clock_);
  std::vector<std::future<absl::Status>> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(Begin(&missing, absl::StrCat("reader", i),
                            absl::StrCat("2407.2178", i)));
  }
  backend.asked.wait();
  const absl::Status refused = Fetch(&missing, "late", "2407.21789");
  EXPECT_TRUE(absl::IsUnavailable(refused));
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_FETCHES");
  backend.answered.count_down();
  for (auto& one : waiting) EXPECT_TRUE(one.get().ok());
  EXPECT_TRUE(Fetch(&missing, "late", "2407.21789").ok());
}

TEST_F(MissingPapersTest, WhoNamesTheSamePaperWaitsForTheSameAnswer) {
  SlowBackend backend(1);
  MissingPapers missing(&backend, &clock_);
  auto first = Begin(&missing, "ann", kId);
  backend.asked.wait();
  auto again = Begin(&missing, "ann", kId);
  auto other = Begin(&missing, "bob", kId);
  // A second paper of the same reader does not.
  const absl::Status refused = Fetch(&missing, "ann", "2407.00001");
  EXPECT_EQ(ReasonOf(refused), "TOO_MANY_FETCHES");
  EXPECT_THAT(std::string(refused.message()), HasSubstr(kId));
  backend.answered.count_down();
  EXPECT_TRUE(first.get().ok());
  EXPECT_TRUE(again.get().ok());
  EXPECT_TRUE(other.get().ok());
}

TEST_F(MissingPapersTest, AskAgainLaterForWhatArxivDoesNotHave) {
  MemoryBackend backend;
  MissingPapers missing(&backend, &clock_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ReasonOf(Fetch(&missing, "ann", kId)), "PAPER_UNKNOWN");
  }
  EXPECT_THAT(backend.fetched, SizeIs(1));
  backend.arxiv->resize(1);
  backend.arxiv->front().set_id(kId);
  backend.arxiv->front().set_title("A Herd");
  clock_.Advance(absl::Minutes(11));
  EXPECT_TRUE(Fetch(&missing, "ann", kId).ok());
}

TEST_F(MissingPapersTest, TellNoReaderWhyArxivCannotBeAsked) {
  MemoryBackend backend;
  MissingPapers missing(&backend, &clock_);
  for (const absl::Status& why :
       {absl::UnavailableError("a secret address does not answer"),
        absl::CancelledError("a secret"), absl::UnimplementedError("secret"),
        absl::DeadlineExceededError("a secret")}) {
    backend.arxiv = why;
    const absl::Status told = Fetch(&missing, "ann", kId);
    EXPECT_EQ(ReasonOf(told), "SOURCE_DOWN") << told;
    EXPECT_THAT(std::string(told.message()), Not(HasSubstr("secret")));
  }
}

TEST_F(MissingPapersTest, AskNobodyForWhatIsNotArxivs) {
  MemoryBackend backend;
  MissingPapers missing(&backend, &clock_);
  EXPECT_EQ(ReasonOf(Fetch(&missing, "ann", "doi:10.1/x")), "PAPER_UNKNOWN");
  EXPECT_TRUE(backend.fetched.empty());
}

}  // namespace
}  // namespace broadsheet::gateway
