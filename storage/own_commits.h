#ifndef BROADSHEET_STORAGE_OWN_COMMITS_H_
#define BROADSHEET_STORAGE_OWN_COMMITS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "storage/feed_store.h"

namespace broadsheet::storage {

// Changes that this process has committed and that its tailer has yet to come
// to: it need not read them from the table, which would cost PostgreSQL as much
// as writing them. Bounded: what has no room is read from there. Not
// thread-safe.
class OwnCommits {
 public:
  // `max_bytes` of payloads.
  explicit OwnCommits(size_t max_bytes) : max_bytes_(max_bytes) {}

  // The payloads of a committed transaction, by their ordinals.
  void Add(uint64_t xid, std::vector<std::string> payloads);
  // Takes the changes of transactions behind `after` and below `below`, in the
  // order of the feed. Forgets all others below: they were read already.
  FeedEntries Take(FeedPlace after, uint64_t below);
  void Clear();

 private:
  const size_t max_bytes_;
  std::map<uint64_t, std::vector<std::string>> commits_;
  size_t bytes_ = 0;
};

// Where to go on reading from when `own` need not be read: behind those of them
// that come right after `place`.
FeedPlace Skip(const FeedEntries& own, FeedPlace place);

// Their transactions, each once, in order.
std::vector<uint64_t> TransactionsOf(const FeedEntries& entries);

// Moves to `page`, which was read without them, those of `own` that come before
// its end, in the order of the feed.
void MergeInto(FeedPage* page, FeedEntries* own);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_OWN_COMMITS_H_
