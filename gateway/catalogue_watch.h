#ifndef BROADSHEET_GATEWAY_CATALOGUE_WATCH_H_
#define BROADSHEET_GATEWAY_CATALOGUE_WATCH_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>

#include "absl/time/time.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// Knows whether the catalogue has changed: asks all recommenders where they are
// every 25 ms, as long as somebody wants to know; a second after the last
// question it rests. A change is thus seen 25 ms after a recommender has
// applied it. Thread-safe; has a thread of its own.
class CatalogueWatch {
 public:
  // `backend` must outlive this.
  explicit CatalogueWatch(Backend* backend);
  ~CatalogueWatch();

  // A number that changes when the position or the model of any recommender
  // does, or which of them answer. Nothing when none has answered in the last
  // 150 ms, as at the first question after a rest.
  std::optional<uint64_t> Generation();

 private:
  void Run();
  std::optional<uint64_t> Ask();

  Backend* const backend_;
  std::mutex mu_;
  std::condition_variable wake_;
  bool stop_ = false;                           // GUARDED_BY(mu_)
  absl::Time wanted_ = absl::InfinitePast();    // GUARDED_BY(mu_)
  absl::Time answered_ = absl::InfinitePast();  // GUARDED_BY(mu_)
  uint64_t generation_ = 0;                     // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_CATALOGUE_WATCH_H_
