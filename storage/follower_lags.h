#ifndef BROADSHEET_STORAGE_FOLLOWER_LAGS_H_
#define BROADSHEET_STORAGE_FOLLOWER_LAGS_H_

#include <cstdint>
#include <list>
#include <mutex>

#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"

namespace broadsheet::storage {

// How far the followers of this process are behind, as gauges: their number,
// and the changes and seconds of the one that is furthest behind. Thread-safe.
class FollowerLags {
 private:
  struct Place {
    int64_t pending = 0;
    // When it last took an answer that left nothing behind.
    absl::Time caught_up;
  };

 public:
  // One follower, for as long as it lives.
  class Entry {
   public:
    explicit Entry(FollowerLags* lags);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    // The follower took an answer after which `pending` changes are left.
    void Took(int64_t pending, bool caught_up);

   private:
    FollowerLags* lags_;
    std::list<Place>::iterator place_;
  };

  // Both must outlive this, and `metrics` must not be read after this.
  FollowerLags(const Clock* clock, Metrics* metrics);

  // How long the follower that is furthest behind has not had all changes; zero
  // when none is behind.
  absl::Duration Behind() const;

 private:
  void Refresh();

  const Clock* clock_;
  Metrics::Gauge& followers_;
  Metrics::Gauge& changes_;
  Metrics::Gauge& seconds_;
  mutable std::mutex mu_;
  std::list<Place> places_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_FOLLOWER_LAGS_H_
