#include "storage/event_rules.h"

#include <limits>

#include "gtest/gtest.h"
#include "storage/records.h"

namespace broadsheet::storage {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795435200);

v1::Event Good() {
  v1::Event event;
  event.set_event_id("e1");
  event.set_reader_id("ada@lab.example");
  event.set_paper_id("2611.00001");
  event.set_kind(v1::EVENT_KIND_UPVOTE);
  *event.mutable_at() = TimestampOf(kNow);
  return event;
}

std::string BadField(const v1::Event& event) {
  const Violation violation = CheckEvent(event, kNow);
  return violation ? violation->field : "";
}

TEST(CheckEvent, AcceptsAGoodEvent) { EXPECT_EQ(BadField(Good()), ""); }

TEST(CheckEvent, AcceptsAnEventWithoutATime) {
  v1::Event event = Good();
  event.clear_at();
  EXPECT_EQ(BadField(event), "");
}

TEST(CheckEvent, NamesTheFieldThatBreaksARule) {
  v1::Event event = Good();
  event.clear_event_id();
  EXPECT_EQ(BadField(event), "event_id");
  event = Good();
  event.set_reader_id("a b");
  EXPECT_EQ(BadField(event), "reader_id");
  event = Good();
  event.set_kind(static_cast<v1::EventKind>(99));
  EXPECT_EQ(BadField(event), "kind");
  event = Good();
  event.set_value(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(BadField(event), "value");
  event = Good();
  event.set_position(-1);
  EXPECT_EQ(BadField(event), "position");
  event = Good();
  event.set_list(std::string("a\0b", 3));
  EXPECT_EQ(BadField(event), "list");
}

TEST(CheckEvent, RefusesTimesBeforeArxivAndInTheFuture) {
  v1::Event event = Good();
  *event.mutable_at() = TimestampOf(kNow + absl::Minutes(6));
  EXPECT_EQ(BadField(event), "at");
  *event.mutable_at() = TimestampOf(absl::FromUnixSeconds(0));
  EXPECT_EQ(BadField(event), "at");
  event.mutable_at()->set_seconds(std::numeric_limits<int64_t>::max());
  EXPECT_EQ(BadField(event), "at");
}

TEST(CheckEvent, WantsATargetAndNoPaperOfAFollow) {
  v1::Event event = Good();
  event.set_kind(v1::EVENT_KIND_FOLLOW);
  EXPECT_EQ(BadField(event), "paper_id");
  event.clear_paper_id();
  EXPECT_EQ(BadField(event), "target");
  event.set_target("author:");
  EXPECT_EQ(BadField(event), "target");
  event.set_target("author:Ada Lovelace");
  EXPECT_EQ(BadField(event), "");
}

}  // namespace
}  // namespace broadsheet::storage
