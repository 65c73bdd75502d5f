#ifndef BROADSHEET_COMMON_CANCELLATION_H_
#define BROADSHEET_COMMON_CANCELLATION_H_

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace broadsheet {

// Whether the caller of a call has gone away. Thread-safe.
class Cancellation {
 public:
  bool cancelled() const { return cancelled_; }

  void Cancel() {
    std::vector<std::function<void()>> hooks;
    {
      std::lock_guard<std::mutex> lock(mu_);
      cancelled_ = true;
      hooks.swap(hooks_);
    }
    for (const auto& hook : hooks) hook();
  }

  // `hook` is called once when the caller goes away, at once if it has; from
  // any thread, so it must not block. It is kept as long as this.
  void OnCancel(std::function<void()> hook) {
    {
      std::lock_guard<std::mutex> lock(mu_);
      if (!cancelled_) {
        hooks_.push_back(std::move(hook));
        return;
      }
    }
    hook();
  }

 private:
  std::atomic<bool> cancelled_{false};
  std::mutex mu_;
  std::vector<std::function<void()>> hooks_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_CANCELLATION_H_
