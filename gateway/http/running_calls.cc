#include "gateway/http/running_calls.h"

#include <utility>
#include <vector>

namespace broadsheet::gateway {

std::shared_ptr<void> RunningCalls::Add(
    const std::shared_ptr<CallContext>& call) {
  std::lock_guard lock(mu_);
  if (running_.size() >= most_) return nullptr;
  const int64_t number = ++last_;
  running_.emplace(number, call);
  return {this, [number](RunningCalls* calls) { calls->Remove(number); }};
}

void RunningCalls::Remove(int64_t number) {
  std::lock_guard lock(mu_);
  running_.erase(number);
  if (running_.empty()) none_.notify_all();
}

void RunningCalls::Stop() {
  std::unique_lock lock(mu_);
  std::vector<std::shared_ptr<CallContext>> calls;
  for (const auto& [unused, call] : running_) {
    if (auto held = call.lock()) calls.push_back(std::move(held));
  }
  // Who is cancelled may end here and now.
  lock.unlock();
  for (const auto& call : calls) call->cancellation().Cancel();
  calls.clear();
  lock.lock();
  none_.wait(lock, [this] { return running_.empty(); });
}

}  // namespace broadsheet::gateway
