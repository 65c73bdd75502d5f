#include "ingest/host_pacer.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"

namespace broadsheet::ingest {
namespace {

constexpr char kArxiv[] = "arxiv.org";
// Looked at so often whether another caller's request has ended.
constexpr absl::Duration kBusyWait = absl::Milliseconds(50);
// The same for another process's, at most.
constexpr absl::Duration kSharedWait = absl::Milliseconds(300);

}  // namespace

HostPacer::HostPacer(absl::Duration interval, const Clock* clock, Timing timing,
                     SharedTurns* shared)
    : interval_(interval),
      clock_(clock),
      timing_(std::move(timing)),
      shared_(shared) {}

absl::StatusOr<HostPacer::Turn> HostPacer::Wait(const CallContext& call,
                                                const std::string& host,
                                                bool hasty) {
  const std::string server = ServerOf(host);
  if (!hasty) return WaitInLine(call, server, hasty);
  const auto count = [&](int more) {
    const std::lock_guard<std::mutex> lock(mu_);
    const auto [entry, is_new] = hasty_.try_emplace(server);
    entry->second.waiting += more;
    if (entry->second.waiting == 0) hasty_.erase(entry);
  };
  count(1);
  const absl::Cleanup done = [&] { count(-1); };
  return WaitInLine(call, server, hasty);
}

absl::StatusOr<HostPacer::Turn> HostPacer::WaitInLine(const CallContext& call,
                                                      const std::string& server,
                                                      bool hasty) {
  while (true) {
    if (auto alive = call.Alive(); !alive.ok()) return alive;
    const absl::Duration wait = TakeTurn(server, hasty);
    if (wait <= absl::ZeroDuration()) {
      Turn turn(this, server);
      auto begun = BeginShared(call, server);
      if (!begun.ok()) return begun;
      return turn;
    }
    timing_.sleep(call, wait);
  }
}

absl::Status HostPacer::BeginShared(const CallContext& call,
                                    const std::string& server) {
  if (shared_ == nullptr) return absl::OkStatus();
  // Each hesitates at random, or the one that has just had its turn would
  // always be faster than the others.
  absl::Status begun;
  do {
    if (auto alive = call.Alive(); !alive.ok()) return alive;
    timing_.sleep(call, kSharedWait * timing_.random());
    begun = shared_->Begin(call, server);
  } while (absl::IsAborted(begun));
  if (!begun.ok()) return begun;
  std::lock_guard<std::mutex> lock(mu_);
  Server& begin = servers_[server];
  begin.next = std::max(begin.next, clock_->Now() + interval_);
  begin.telling = true;
  return absl::OkStatus();
}

absl::Duration HostPacer::TakeTurn(const std::string& server, bool hasty) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto haste = hasty_.find(server);
  // Who asks for paper after paper must not keep harvests from theirs for ever.
  if (!hasty && haste != hasty_.end() && !haste->second.had_last) {
    return kBusyWait;
  }
  const absl::Time now = clock_->Now();
  // Servers whose turn has passed need no memory.
  std::erase_if(servers_, [now](const auto& entry) {
    return !entry.second.busy && entry.second.next <= now;
  });
  const auto [entry, is_new] = servers_.try_emplace(server);
  if (!is_new && entry->second.busy) return kBusyWait;
  if (!is_new) return entry->second.next - now;
  entry->second.busy = true;
  entry->second.next = now + interval_;
  if (haste != hasty_.end()) haste->second.had_last = hasty;
  return absl::ZeroDuration();
}

void HostPacer::Hold(const std::string& host, absl::Duration wait) {
  const std::string name = ServerOf(host);
  {
    std::lock_guard<std::mutex> lock(mu_);
    Server& server = servers_[name];
    server.next = std::max(server.next, clock_->Now() + wait);
    server.telling = shared_ != nullptr;
    // The turn that somebody has is not taken from him; his end tells.
    if (std::exchange(server.busy, true)) return;
  }
  End(name);
}

void HostPacer::End(const std::string& server) {
  std::unique_lock<std::mutex> lock(mu_);
  Server& ended = servers_.at(server);
  while (std::exchange(ended.telling, false)) {
    const absl::Duration wait = ended.next - clock_->Now();
    lock.unlock();
    shared_->End(server, std::max(absl::ZeroDuration(), wait));
    lock.lock();
  }
  ended.busy = false;
}

std::string ServerOf(const std::string& host) {
  const bool is_arxiv = host == kArxiv || absl::EndsWith(host, ".arxiv.org");
  return is_arxiv ? kArxiv : host;
}

}  // namespace broadsheet::ingest
