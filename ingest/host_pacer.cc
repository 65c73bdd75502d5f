#include "ingest/host_pacer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"

namespace broadsheet::ingest {
namespace {

constexpr char kArxiv[] = "arxiv.org";
// Looked at so often whether another caller's request has ended.
constexpr absl::Duration kBusyWait = absl::Milliseconds(50);

}  // namespace

HostPacer::HostPacer(absl::Duration interval, const Clock* clock, Timing timing)
    : interval_(interval), clock_(clock), timing_(std::move(timing)) {}

absl::StatusOr<HostPacer::Turn> HostPacer::Wait(const CallContext& call,
                                                const std::string& host) {
  const std::string server = ServerOf(host);
  while (true) {
    if (auto alive = call.Alive(); !alive.ok()) return alive;
    const absl::Duration wait = TakeTurn(server);
    if (wait <= absl::ZeroDuration()) return Turn(this, server);
    timing_.sleep(call, wait);
  }
}

absl::Duration HostPacer::TakeTurn(const std::string& server) {
  std::lock_guard<std::mutex> lock(mu_);
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
  return absl::ZeroDuration();
}

void HostPacer::Hold(const std::string& host, absl::Duration wait) {
  std::lock_guard<std::mutex> lock(mu_);
  Server& server = servers_[ServerOf(host)];
  server.next = std::max(server.next, clock_->Now() + wait);
}

void HostPacer::End(const std::string& server) {
  std::lock_guard<std::mutex> lock(mu_);
  servers_.at(server).busy = false;
}

std::string ServerOf(const std::string& host) {
  const bool is_arxiv = host == kArxiv || absl::EndsWith(host, ".arxiv.org");
  return is_arxiv ? kArxiv : host;
}

}  // namespace broadsheet::ingest
