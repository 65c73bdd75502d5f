#include "common/silence_watch.h"

#include <utility>

namespace broadsheet {

SilenceWatch::SilenceWatch(absl::Duration limit,
                           std::function<void()> on_silence)
    : on_silence_(std::move(on_silence)),
      limit_(absl::ToChronoNanoseconds(limit)),
      thread_([this] { Run(); }) {}

SilenceWatch::~SilenceWatch() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void SilenceWatch::Heard(absl::Duration limit) {
  std::lock_guard lock(mu_);
  limit_ = absl::ToChronoNanoseconds(limit);
  heard_ = true;
  wake_.notify_all();
}

void SilenceWatch::Run() {
  std::unique_lock lock(mu_);
  while (wake_.wait_for(lock, limit_, [this] { return heard_ || stopping_; })) {
    if (stopping_) return;
    heard_ = false;
  }
  on_silence_();
}

}  // namespace broadsheet
