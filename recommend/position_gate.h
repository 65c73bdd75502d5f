#ifndef BROADSHEET_RECOMMEND_POSITION_GATE_H_
#define BROADSHEET_RECOMMEND_POSITION_GATE_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "broadsheet/v1/position.pb.h"

namespace broadsheet::recommend {

// Where calls wait, without a thread each, until the engine has read as far as
// they ask. Thread-safe.
class PositionGate {
 public:
  // More calls than this do not wait: clients choose positions.
  static constexpr size_t kMaxWaiting = 1024;

  PositionGate();
  // Lets all calls go on.
  ~PositionGate();

  // Calls `resume` once, from any thread, at once where there is nothing to
  // wait for: when the horizon has passed `position`, is of another epoch, or
  // at the time `until`. Which of them it was is for the engine to say.
  // `resume` must not block.
  void Await(const v1::Position& position, absl::Time until,
             std::function<void()> resume);
  // The horizon now.
  void Move(const v1::Position& horizon);

  size_t waiting() const;

 private:
  struct Waiter {
    std::string epoch;
    uint64_t commit;
    absl::Time until;
    std::function<void()> resume;
  };

  bool Done(const Waiter& waiter, absl::Time now) const;
  void Run();
  // Takes out who need not wait any longer.
  std::vector<std::function<void()>> TakeDone(absl::Time now);
  absl::Time NextDeadline() const;

  mutable std::mutex mu_;
  std::condition_variable wake_;
  v1::Position horizon_;       // GUARDED_BY(mu_)
  std::list<Waiter> waiters_;  // GUARDED_BY(mu_)
  bool changed_ = false;       // GUARDED_BY(mu_); since the last look.
  bool stopping_ = false;      // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_POSITION_GATE_H_
