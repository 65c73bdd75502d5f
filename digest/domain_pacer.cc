#include "digest/domain_pacer.h"

#include <algorithm>

namespace broadsheet::digest {
namespace {

constexpr size_t kMaxDomains = 10000;
constexpr absl::Duration kBusyPause = absl::Seconds(1);

}  // namespace

absl::Duration DomainPacer::Begin(const std::string& domain, absl::Time now) {
  if (options_.rate <= 0 && options_.at_once <= 0) return absl::ZeroDuration();
  std::lock_guard<std::mutex> lock(mu_);
  if (domains_.size() >= kMaxDomains && domains_.count(domain) == 0) {
    for (auto it = domains_.begin(); it != domains_.end();) {
      const bool idle = it->second.under_way == 0 && it->second.next <= now;
      it = idle ? domains_.erase(it) : std::next(it);
    }
    if (domains_.size() >= kMaxDomains) return kBusyPause;
  }
  Domain& one = domains_[domain];
  if (options_.at_once > 0 && one.under_way >= options_.at_once) {
    return kBusyPause;
  }
  if (one.next > now) return one.next - now;
  if (options_.rate > 0) one.next = now + absl::Seconds(1 / options_.rate);
  ++one.under_way;
  return absl::ZeroDuration();
}

void DomainPacer::End(const std::string& domain) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = domains_.find(domain);
  if (found == domains_.end()) return;
  found->second.under_way = std::max(0, found->second.under_way - 1);
}

}  // namespace broadsheet::digest
