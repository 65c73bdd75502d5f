#ifndef BROADSHEET_RECOMMEND_FAIR_SHARED_MUTEX_H_
#define BROADSHEET_RECOMMEND_FAIR_SHARED_MUTEX_H_

#include <mutex>
#include <shared_mutex>

namespace broadsheet::recommend {

// A shared mutex whose writer does not starve: glibc's prefers readers, so
// that under steady load a writer would wait for ever. A waiting writer closes
// the gate; later readers queue behind it. Works with std::unique_lock and
// std::shared_lock.
class FairSharedMutex {
 public:
  void lock() {
    std::lock_guard gate(gate_);
    mu_.lock();
  }
  void unlock() { mu_.unlock(); }
  void lock_shared() {
    std::lock_guard gate(gate_);
    mu_.lock_shared();
  }
  void unlock_shared() { mu_.unlock_shared(); }

 private:
  std::mutex gate_;
  std::shared_mutex mu_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_FAIR_SHARED_MUTEX_H_
