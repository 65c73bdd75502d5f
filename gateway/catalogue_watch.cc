#include "gateway/catalogue_watch.h"

#include <chrono>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace broadsheet::gateway {
namespace {

constexpr std::chrono::milliseconds kPeriod(25);
constexpr absl::Duration kRestAfter = absl::Seconds(1);
constexpr absl::Duration kBelieved = absl::Milliseconds(150);
constexpr absl::Duration kLimit = absl::Milliseconds(100);

}  // namespace

CatalogueWatch::CatalogueWatch(Backend* backend)
    : backend_(backend), thread_([this] { Run(); }) {}

CatalogueWatch::~CatalogueWatch() {
  {
    std::lock_guard lock(mu_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::optional<uint64_t> CatalogueWatch::Generation() {
  const absl::Time now = absl::Now();
  std::lock_guard lock(mu_);
  const bool resting = now - wanted_ > kRestAfter;
  wanted_ = now;
  if (resting) wake_.notify_all();
  if (now - answered_ > kBelieved) return std::nullopt;
  return generation_;
}

void CatalogueWatch::Run() {
  std::unique_lock lock(mu_);
  while (!stop_) {
    if (absl::Now() - wanted_ > kRestAfter) {
      wake_.wait(lock);
      continue;
    }
    lock.unlock();
    const absl::Time asked = absl::Now();
    const auto generation = Ask();
    lock.lock();
    // As of the question: what changed since is not in the answer.
    answered_ = generation ? asked : absl::InfinitePast();
    if (generation) generation_ = *generation;
    if (!stop_) wake_.wait_for(lock, kPeriod);
  }
}

std::optional<uint64_t> CatalogueWatch::Ask() {
  std::string state;
  const CallContext call(absl::Now() + kLimit);
  for (const v1::RecommenderStatus& one : backend_->GetRecommenders(call)) {
    if (!one.ok() || !one.has_status()) continue;
    const v1::GetStatusResponse& status = one.status();
    absl::StrAppend(&state, one.address(), " ", status.position().epoch(), " ",
                    status.position().commit(), " ", status.model_id(), " ",
                    status.papers(), "\n");
  }
  if (state.empty()) return std::nullopt;
  return std::hash<std::string>()(state);
}

}  // namespace broadsheet::gateway
