#include "gateway/balancer/replica_health.h"

#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'000'000);

void Fail(ReplicaHealth* health, int times, absl::Time now) {
  for (int i = 0; i < times; ++i) {
    health->Began();
    health->Record(CallOutcome::kFailed, now);
  }
}

TEST(ReplicaHealth, EjectsAfterFailuresInARow) {
  ReplicaHealth health;
  Fail(&health, 2, kStart);
  EXPECT_TRUE(health.Usable(kStart));
  Fail(&health, 1, kStart);
  EXPECT_FALSE(health.Usable(kStart));
  EXPECT_TRUE(health.ejected());
}

TEST(ReplicaHealth, ForgetsFailuresWithAnAnswer) {
  ReplicaHealth health;
  Fail(&health, 2, kStart);
  health.Began();
  health.Record(CallOutcome::kAnswered, kStart);
  Fail(&health, 2, kStart);
  EXPECT_TRUE(health.Usable(kStart));
}

TEST(ReplicaHealth, TriesAnEjectedReplicaWithOneCallAtATime) {
  ReplicaHealth health;
  Fail(&health, 3, kStart);
  const absl::Time later = kStart + ReplicaHealth::kFirstEjection;
  ASSERT_TRUE(health.Usable(later));
  health.Began();
  EXPECT_FALSE(health.Usable(later));
  health.Record(CallOutcome::kNothing, later);
  EXPECT_TRUE(health.Usable(later));
  health.Began();
  health.Record(CallOutcome::kAnswered, kStart);
  EXPECT_TRUE(health.Usable(later));
  EXPECT_FALSE(health.ejected());
}

TEST(ReplicaHealth, DoublesTheEjectionUpToALimit) {
  ReplicaHealth health;
  absl::Time now = kStart;
  Fail(&health, 3, now);
  absl::Duration length = ReplicaHealth::kFirstEjection;
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(health.Usable(now + length - absl::Milliseconds(1)));
    now += length;
    ASSERT_TRUE(health.Usable(now));
    Fail(&health, 1, now);
    length = std::min(2 * length, ReplicaHealth::kLongestEjection);
  }
  EXPECT_EQ(length, ReplicaHealth::kLongestEjection);
}

TEST(ReplicaHealth, DoesNotEjectAgainForCallsOfBeforeTheEjection) {
  ReplicaHealth health;
  for (int i = 0; i < 6; ++i) health.Began();
  for (int i = 0; i < 6; ++i) health.Record(CallOutcome::kFailed, kStart);
  EXPECT_TRUE(health.Usable(kStart + ReplicaHealth::kFirstEjection));
}

}  // namespace
}  // namespace broadsheet::gateway
