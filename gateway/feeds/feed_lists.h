#ifndef BROADSHEET_GATEWAY_FEEDS_FEED_LISTS_H_
#define BROADSHEET_GATEWAY_FEEDS_FEED_LISTS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "gateway/backend.h"
#include "gateway/feeds/feed.h"

namespace broadsheet::gateway {

// The most items of a feed.
inline constexpr int kFeedItems = 100;
// The daily feed goes back over the lists of so many days, so that it does not
// shrink when a new day's list has only its first papers.
inline constexpr int kFeedDays = 7;

// Makes the lists of the newspaper into feeds. Blocks; thread-safe. Errors are
// those of the houses, NOT_FOUND for a list that there is not; a list that a
// substitute stands in for is UNAVAILABLE: feed readers would take it for news,
// and ask again anyway.
class FeedLists {
 public:
  // `base`: "https://papers.example". `backend` must outlive this.
  FeedLists(Backend* backend, std::string base)
      : backend_(backend), base_(std::move(base)) {}

  // `edition`: its name; empty: of the whole newspaper.
  absl::StatusOr<Feed> Daily(const CallContext& call,
                             const std::string& edition = "") const;
  absl::StatusOr<Feed> Trending(const CallContext& call) const;
  absl::StatusOr<Feed> Category(const CallContext& call,
                                const std::string& category) const;
  absl::StatusOr<Feed> Search(const CallContext& call,
                              const std::string& query) const;
  absl::StatusOr<Feed> Similar(const CallContext& call,
                               const std::string& paper_id) const;
  absl::StatusOr<Feed> Personal(const CallContext& call,
                                const std::string& reader_id) const;

 private:
  FeedItem Item(const v1::Paper& paper, const std::string& reason) const;
  Feed Begin(std::string title, std::string description,
             const std::string& page) const;
  template <class Response>
  absl::StatusOr<Feed> Ranked(Feed feed,
                              const absl::StatusOr<Response>& list) const;

  Backend* const backend_;
  const std::string base_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FEEDS_FEED_LISTS_H_
