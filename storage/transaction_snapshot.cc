#include "storage/transaction_snapshot.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet::storage {

absl::StatusOr<TransactionSnapshot> TransactionSnapshot::Parse(
    std::string_view text) {
  const absl::Status bad =
      InvalidField("cursor.snapshot", "is not one that GetSnapshot gave");
  const std::vector<std::string> parts = absl::StrSplit(AsAbsl(text), ':');
  TransactionSnapshot snapshot;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &snapshot.xmin_) ||
      !absl::SimpleAtoi(parts[1], &snapshot.xmax_)) {
    return bad;
  }
  for (absl::string_view part :
       absl::StrSplit(parts[2], ',', absl::SkipEmpty())) {
    uint64_t xid;
    if (!absl::SimpleAtoi(part, &xid)) return bad;
    snapshot.running_.push_back(xid);
  }
  std::sort(snapshot.running_.begin(), snapshot.running_.end());
  return snapshot;
}

bool TransactionSnapshot::Sees(uint64_t xid) const {
  if (xid < xmin_) return true;
  if (xid >= xmax_) return false;
  return !std::binary_search(running_.begin(), running_.end(), xid);
}

}  // namespace broadsheet::storage
