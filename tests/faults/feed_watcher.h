#ifndef BROADSHEET_TESTS_FAULTS_FEED_WATCHER_H_
#define BROADSHEET_TESTS_FAULTS_FEED_WATCHER_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/change_feed_service.grpc.pb.h"
#include "tests/faults/journal.h"

namespace broadsheet::faults {

// A follower of the change feed from the empty database on, which resumes by
// its cursor through all faults and keeps all that it was sent. Thread-safe.
class FeedWatcher {
 public:
  // `journal` must outlive this.
  FeedWatcher(const std::string& storage, Journal* journal);
  ~FeedWatcher();

  // Whether it has its first cursor: from now on it misses nothing.
  bool following() const { return following_; }
  size_t size() const;
  // The changes in the order of their delivery, serialized. Ends the watching.
  std::vector<std::string> Stop();

 private:
  using Feed = internal::v1::ChangeFeedService;

  void Run();
  // Each until it fails; OK or an error that is not the connection's.
  absl::Status Begin();
  absl::Status Watch();

  Journal* journal_;
  std::unique_ptr<Feed::Stub> stub_;
  internal::v1::Cursor cursor_;  // Only the thread's.
  std::atomic<bool> following_{false};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mu_;
  std::vector<std::string> changes_;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_FEED_WATCHER_H_
