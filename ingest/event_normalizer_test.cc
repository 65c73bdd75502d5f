#include "ingest/event_normalizer.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using ::testing::StartsWith;

class EventNormalizerTest : public ::testing::Test {
 protected:
  EventNormalizerTest() {
    event_.set_event_id("e1");
    event_.set_reader_id("ann@lab:1");
    event_.set_paper_id("arXiv:2407.21783v3");
    event_.set_kind(v1::EVENT_KIND_UPVOTE);
  }

  // "" when it is normal now, else "FIELD RULE".
  std::string Normalize() { return Normalize(&event_); }
  std::string Normalize(v1::Event* event) {
    const auto violation = normalizer_.Normalize(event);
    return violation ? violation->field + " " + violation->rule : "";
  }

  FakeClock clock_{absl::FromUnixSeconds(1'795'428'000)};
  EventNormalizer normalizer_{"citeulike", &clock_};
  v1::Event event_;
};

TEST_F(EventNormalizerTest, NormalisesThePaperAndStampsTheArrival) {
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(event_.paper_id(), "2407.21783");
  EXPECT_EQ(ToTime(event_.at()), clock_.Now());
  event_.set_paper_id("17");
  ASSERT_EQ(Normalize(), "");
  EXPECT_EQ(event_.paper_id(), "citeulike:17");
}

TEST_F(EventNormalizerTest, DerivesTheSameIdFromTheSameContent) {
  event_.clear_event_id();
  v1::Event again = event_;
  v1::Event other = event_;
  other.set_reader_id("bob");
  ASSERT_EQ(Normalize(), "");
  clock_.Advance(absl::Hours(1));
  ASSERT_EQ(Normalize(&again), "");
  ASSERT_EQ(Normalize(&other), "");
  EXPECT_EQ(event_.event_id().size(), 32);
  EXPECT_EQ(event_.event_id(), again.event_id());
  EXPECT_NE(event_.event_id(), other.event_id());
}

TEST_F(EventNormalizerTest, WantsATargetForFollows) {
  event_.set_kind(v1::EVENT_KIND_FOLLOW);
  EXPECT_THAT(Normalize(), StartsWith("paper_id is given"));
  event_.clear_paper_id();
  EXPECT_THAT(Normalize(), StartsWith("target is neither"));
  event_.set_target("category:cs.XX");
  EXPECT_THAT(Normalize(), StartsWith("target is neither"));
  event_.set_target("category:cs.CL");
  EXPECT_EQ(Normalize(), "");
  event_.set_target("author:  Paul\n Erdo\u030bs");
  EXPECT_EQ(Normalize(), "");
  EXPECT_EQ(event_.target(), "author:Paul Erd\u0151s");
}

TEST_F(EventNormalizerTest, RefusesTimesThatCannotBe) {
  SetTimestamp(clock_.Now() + absl::Minutes(6), event_.mutable_at());
  EXPECT_THAT(Normalize(), StartsWith("at is more than 5 minutes"));
  SetTimestamp(absl::FromUnixSeconds(0), event_.mutable_at());
  EXPECT_EQ(Normalize(), "at is before 1991-01-01");
}

TEST_F(EventNormalizerTest, NamesTheFieldThatIsWrong) {
  const v1::Event good = event_;
  event_.set_reader_id("ann smith");
  EXPECT_THAT(Normalize(), StartsWith("reader_id is not 1 to 100"));
  event_ = good;
  event_.clear_paper_id();
  EXPECT_THAT(Normalize(), StartsWith("paper_id is empty"));
  event_ = good;
  event_.set_value(std::numeric_limits<double>::infinity());
  EXPECT_EQ(Normalize(), "value is not finite");
  event_ = good;
  event_.set_target("author:A");
  EXPECT_THAT(Normalize(), StartsWith("target is given"));
  event_ = good;
  event_.set_list(std::string("a\0", 2));
  EXPECT_EQ(Normalize(), "list has a NUL character");
  event_ = good;
  event_.set_event_id(std::string(101, 'x'));
  EXPECT_EQ(Normalize(), "event_id is 101 bytes long; at most 100 are allowed");
}

}  // namespace
}  // namespace broadsheet::ingest
