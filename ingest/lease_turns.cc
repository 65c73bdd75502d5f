#include "ingest/lease_turns.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace broadsheet::ingest {
namespace {

// Longer than any request takes; so long nobody asks after a kill.
constexpr absl::Duration kLongestTurn = absl::Minutes(2);
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
  return leases_->Take(call, NameOf(server), process_, kLongestTurn);
}

void LeaseTurns::End(const std::string& server, absl::Duration wait) {
  if (wait <= absl::ZeroDuration()) {
    return leases_->Release(NameOf(server), process_);
  }
  // When storage does not answer the turn ends by itself, later.
  leases_
      ->Take(CallContext(), NameOf(server), process_,
             std::clamp(wait, kShortest, kLongest))
      .IgnoreError();
}

}  // namespace broadsheet::ingest
