#ifndef BROADSHEET_STORAGE_TRANSACTION_SNAPSHOT_H_
#define BROADSHEET_STORAGE_TRANSACTION_SNAPSHOT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace broadsheet::storage {

// PostgreSQL's pg_snapshot: which transactions a reader sees.
class TransactionSnapshot {
 public:
  // "xmin:xmax:xip,xip": all below xmin are visible, none from xmax on, and
  // between them all but those listed. INVALID_ARGUMENT with a rule.
  static absl::StatusOr<TransactionSnapshot> Parse(std::string_view text);

  // True when the reader sees what that (committed) transaction wrote.
  bool Sees(uint64_t xid) const;

  uint64_t xmin() const { return xmin_; }
  uint64_t xmax() const { return xmax_; }

 private:
  uint64_t xmin_ = 0;
  uint64_t xmax_ = 0;
  std::vector<uint64_t> running_;  // Sorted.
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_TRANSACTION_SNAPSHOT_H_
