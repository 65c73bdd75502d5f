#include "recommend/query_vectors.h"

#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/fake_encoder.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'782'993'600);

class QueryVectorsTest : public ::testing::Test {
 protected:
  QueryVector Ask(const std::string& text, TextKind kind = TextKind::kQuery) {
    return queries_.Of(CallContext(), kind, text);
  }

  FakeEncoder encoder_;
  FakeClock clock_{kNow};
  QueryVectors queries_{&encoder_, &clock_, {.kept = 2}};
};

TEST_F(QueryVectorsTest, AskTheServer) {
  const QueryVector vector = Ask("galaxies");
  EXPECT_EQ(vector.encoder, "fake");
  EXPECT_EQ(vector.values, encoder_.VectorOf("galaxies"));
  EXPECT_THAT(encoder_.kinds(), ElementsAre(TextKind::kQuery));
}

TEST_F(QueryVectorsTest, RememberWhatTheServerSaidLast) {
  Ask("galaxies");
  Ask("stars");
  Ask("galaxies");
  EXPECT_EQ(encoder_.calls(), 2);
  Ask("proteins");  // In the place of "stars".
  Ask("galaxies");
  EXPECT_EQ(encoder_.calls(), 3);
  Ask("stars");
  EXPECT_EQ(encoder_.calls(), 4);
}

TEST_F(QueryVectorsTest, TellAQueryFromAPaper) {
  Ask("galaxies");
  Ask("galaxies", TextKind::kPaper);
  EXPECT_THAT(encoder_.kinds(),
              ElementsAre(TextKind::kQuery, TextKind::kPaper));
}

TEST_F(QueryVectorsTest, DoNotAskAboutNothing) {
  EXPECT_EQ(Ask("").encoder, "");
  EXPECT_EQ(encoder_.calls(), 0);
}

TEST_F(QueryVectorsTest, LeaveASilentServerAloneForEverLonger) {
  encoder_.Fail(absl::UnavailableError("down"));
  EXPECT_EQ(Ask("one").encoder, "");
  Ask("two");
  EXPECT_EQ(encoder_.calls(), 1);
  clock_.Advance(absl::Seconds(1));
  Ask("three");
  EXPECT_EQ(encoder_.calls(), 2);
  clock_.Advance(absl::Seconds(1));
  Ask("four");
  EXPECT_EQ(encoder_.calls(), 2);
  clock_.Advance(absl::Seconds(1));
  encoder_.Fail(absl::OkStatus());
  EXPECT_EQ(Ask("five").encoder, "fake");
  EXPECT_EQ(Ask("six").encoder, "fake");
}

TEST_F(QueryVectorsTest, ATextThatIsRefusedSilencesNobody) {
  encoder_.Refuse("odd");
  EXPECT_EQ(Ask("something odd").encoder, "");
  EXPECT_EQ(Ask("galaxies").encoder, "fake");
}

TEST_F(QueryVectorsTest, ACallerWithoutTimeSilencesNobody) {
  encoder_.Fail(absl::DeadlineExceededError("too late"));
  const CallContext hurried(kNow + absl::Milliseconds(1));
  EXPECT_EQ(queries_.Of(hurried, TextKind::kQuery, "stars").encoder, "");
  encoder_.Fail(absl::OkStatus());
  EXPECT_EQ(Ask("galaxies").encoder, "fake");
  // Who had all the time there is tells of the server.
  encoder_.Fail(absl::DeadlineExceededError("too late"));
  EXPECT_EQ(Ask("stars").encoder, "");
  encoder_.Fail(absl::OkStatus());
  EXPECT_EQ(Ask("proteins").encoder, "");
}

TEST_F(QueryVectorsTest, SayWhatIsKeptWhileTheServerIsSilent) {
  Ask("galaxies");
  encoder_.Fail(absl::UnavailableError("down"));
  Ask("other");
  EXPECT_EQ(Ask("galaxies").encoder, "fake");
}

TEST(WordsToEncode, AreAllButAuthorsAndExcludedOnes) {
  EXPECT_EQ(WordsToEncode("state \"space models\" -survey title:mamba "
                          "author:gu cat:cs.LG year:2024"),
            "state space models mamba");
  EXPECT_EQ(WordsToEncode("-only -minus"), "");
}

}  // namespace
}  // namespace broadsheet::recommend
