#include "storage/follower_lags.h"

#include <algorithm>

namespace broadsheet::storage {

FollowerLags::Entry::Entry(FollowerLags* lags) : lags_(lags) {
  std::lock_guard lock(lags_->mu_);
  place_ =
      lags_->places_.insert(lags_->places_.end(), {0, lags_->clock_->Now()});
}

FollowerLags::Entry::~Entry() {
  std::lock_guard lock(lags_->mu_);
  lags_->places_.erase(place_);
}

void FollowerLags::Entry::Took(int64_t pending, bool caught_up) {
  const absl::Time now = lags_->clock_->Now();
  std::lock_guard lock(lags_->mu_);
  place_->pending = pending;
  if (caught_up) place_->caught_up = now;
}

FollowerLags::FollowerLags(const Clock* clock, Metrics* metrics)
    : clock_(clock),
      followers_(metrics->MakeGauge("storage_feed_followers",
                                    "Followers of the change feed.")),
      changes_(metrics->MakeGauge(
          "storage_feed_follower_lag_changes",
          "Changes left to the follower that is furthest behind.")),
      seconds_(metrics->MakeGauge(
          "storage_feed_follower_lag_seconds",
          "Since the follower that is furthest behind had all changes.")) {
  metrics->BeforeText([this] { Refresh(); });
}

absl::Duration FollowerLags::Behind() const {
  const absl::Time now = clock_->Now();
  absl::Duration behind;
  std::lock_guard lock(mu_);
  for (const Place& place : places_) {
    if (place.pending > 0) behind = std::max(behind, now - place.caught_up);
  }
  return behind;
}

void FollowerLags::Refresh() {
  const absl::Time now = clock_->Now();
  int64_t pending = 0;
  absl::Duration behind;
  std::lock_guard lock(mu_);
  for (const Place& place : places_) {
    pending = std::max(pending, place.pending);
    behind = std::max(behind, now - place.caught_up);
  }
  followers_.Set(static_cast<double>(places_.size()));
  changes_.Set(static_cast<double>(pending));
  seconds_.Set(absl::ToDoubleSeconds(behind));
}

}  // namespace broadsheet::storage
