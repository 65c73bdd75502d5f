#include "storage/own_commits.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

namespace broadsheet::storage {
namespace {

size_t BytesOf(const std::vector<std::string>& payloads) {
  size_t bytes = 0;
  for (const std::string& payload : payloads) bytes += payload.size();
  return bytes;
}

bool ComesBefore(const std::shared_ptr<const FeedEntry>& a,
                 const std::shared_ptr<const FeedEntry>& b) {
  return a->place < b->place;
}

}  // namespace

void OwnCommits::Add(uint64_t xid, std::vector<std::string> payloads) {
  const size_t bytes = BytesOf(payloads);
  if (bytes_ + bytes > max_bytes_) return;
  if (commits_.emplace(xid, std::move(payloads)).second) bytes_ += bytes;
}

FeedEntries OwnCommits::Take(FeedPlace after, uint64_t below) {
  FeedEntries entries;
  const auto end = commits_.lower_bound(below);
  for (auto commit = commits_.begin(); commit != end; ++commit) {
    auto& [xid, payloads] = *commit;
    bytes_ -= BytesOf(payloads);
    if (FeedPlace::Before(xid) < after) continue;
    for (uint32_t ordinal = 0; ordinal < payloads.size(); ++ordinal) {
      entries.push_back(std::make_shared<FeedEntry>(
          FeedEntry{{xid, ordinal}, std::move(payloads[ordinal])}));
    }
  }
  commits_.erase(commits_.begin(), end);
  return entries;
}

void OwnCommits::Clear() {
  commits_.clear();
  bytes_ = 0;
}

FeedPlace Skip(const FeedEntries& own, FeedPlace place) {
  for (const uint64_t xid : TransactionsOf(own)) {
    if (place != FeedPlace::Before(xid)) break;
    place = FeedPlace::Before(xid + 1);
  }
  return place;
}

std::vector<uint64_t> TransactionsOf(const FeedEntries& entries) {
  std::vector<uint64_t> xids;
  for (const auto& entry : entries) {
    if (xids.empty() || xids.back() != entry->place.xid) {
      xids.push_back(entry->place.xid);
    }
  }
  return xids;
}

void MergeInto(FeedPage* page, FeedEntries* own) {
  auto end = own->end();
  if (!page->complete) {
    end = std::upper_bound(own->begin(), own->end(), page->entries.back(),
                           ComesBefore);
  }
  FeedEntries merged;
  merged.reserve(page->entries.size() +
                 static_cast<size_t>(end - own->begin()));
  std::merge(page->entries.begin(), page->entries.end(), own->begin(), end,
             std::back_inserter(merged), ComesBefore);
  own->erase(own->begin(), end);
  page->entries = std::move(merged);
}

}  // namespace broadsheet::storage
