#ifndef BROADSHEET_STORAGE_FEED_STORE_H_
#define BROADSHEET_STORAGE_FEED_STORE_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "storage/database.h"

namespace broadsheet::storage {

// Where a change stands in the feed: its transaction and its number within it.
struct FeedPlace {
  static constexpr uint32_t kLastOrdinal = std::numeric_limits<int32_t>::max();

  uint64_t xid = 0;
  uint32_t ordinal = 0;

  // Behind everything of the transactions below `xid`.
  static FeedPlace Before(uint64_t xid) {
    return xid == 0 ? FeedPlace{} : FeedPlace{xid - 1, kLastOrdinal};
  }
  auto operator<=>(const FeedPlace&) const = default;
};

struct FeedEntry {
  FeedPlace place;
  std::string payload;  // A serialized internal::v1::Change.
};
using FeedEntries = std::vector<std::shared_ptr<const FeedEntry>>;

// Names a history of changes, and says how much of it was thrown away.
struct FeedHistory {
  std::string epoch;
  uint64_t trimmed_below = 0;

  // True when no change after `place` is gone.
  bool Reaches(FeedPlace place) const {
    return place >= FeedPlace::Before(trimmed_below);
  }
};

struct FeedHorizon {
  // All transactions below have ended: what they wrote can be read.
  uint64_t safe = 0;
  // Where the next transaction will be, or one below.
  uint64_t newest = 0;
};

struct FeedPage {
  FeedEntries entries;
  // False when there may be more after them.
  bool complete = false;
};

// The tables of the change feed. Thread-safe.
class FeedStore {
 public:
  // `database` must outlive this.
  explicit FeedStore(Database* database) : database_(database) {}

  // The history. Begins a new one when the database is a copy: restored into
  // another cluster or database, whose transaction numbers mean other things.
  absl::StatusOr<FeedHistory> Open(const CallContext& call);
  absl::StatusOr<FeedHistory> Read(const CallContext& call);

  absl::StatusOr<FeedHorizon> Horizon(const CallContext& call);
  // The same, but when it is above `known` it is durable (log_position.h), as
  // it must be before it is told to anybody.
  absl::StatusOr<FeedHorizon> DurableHorizon(const CallContext& call,
                                             uint64_t known);

  // Up to `limit` changes after `after`, of transactions below `below`, which
  // must not be above a horizon that was read before; without those of the
  // transactions `without`.
  absl::StatusOr<FeedPage> ReadPage(const CallContext& call, FeedPlace after,
                                    uint64_t below, int limit,
                                    const std::vector<uint64_t>& without = {});

 private:
  Database* database_;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_FEED_STORE_H_
