#include "ingest/lease_turns.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace broadsheet::ingest {
namespace {

// What storage takes as a lease's length.
constexpr absl::Duration kShortest = absl::Seconds(1);
constexpr absl::Duration kLongest = absl::Minutes(10);
// Of a lease's name.
constexpr size_t kMaxNameBytes = 100;

// The beginnings of long names of hosts may be the same: they share turns.
std::string NameOf(const std::string& server) {
  return absl::StrCat("pace/", server).substr(0, kMaxNameBytes);
}

}  // namespace

LeaseTurns::LeaseTurns(Leases* leases, std::string process)
    : leases_(leases), process_(std::move(process)) {}

absl::Status LeaseTurns::Begin(const CallContext& call,
                               const std::string& server) {
  // A request that has begun goes on without its lease: that is lost only when
  // storage was away for longer than it lasts.
  auto held = leases_->Acquire(call, NameOf(server), process_, [] {});
  if (!held.ok()) return held.status();
  std::lock_guard<std::mutex> lock(mu_);
  held_[server] = *std::move(held);
  return absl::OkStatus();
}

std::unique_ptr<Leases::Held> LeaseTurns::TakeOut(const std::string& server) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = held_.find(server);
  if (found == held_.end()) return nullptr;
  auto held = std::move(found->second);
  held_.erase(found);
  return held;
}

void LeaseTurns::End(const std::string& server, absl::Duration wait) {
  const auto held = TakeOut(server);
  if (wait <= absl::ZeroDuration()) {
    if (held == nullptr) leases_->Release(NameOf(server), process_);
    return;  // What is held is given back as it goes.
  }
  const absl::Duration rest = std::clamp(wait, kShortest, kLongest);
  if (held != nullptr) return held->KeepFor(rest);
  leases_->Keep(NameOf(server), process_, rest);
}

}  // namespace broadsheet::ingest
