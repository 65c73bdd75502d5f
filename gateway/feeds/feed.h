#ifndef BROADSHEET_GATEWAY_FEEDS_FEED_H_
#define BROADSHEET_GATEWAY_FEEDS_FEED_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace broadsheet::gateway {

// One paper in a feed; all texts are plain.
struct FeedItem {
  // Stays the same for ever and on every server: "urn:x-broadsheet:paper:...".
  std::string id;
  std::string url;
  std::string title;
  std::vector<std::string> authors;
  std::vector<std::string> categories;
  // The abstract, paragraphs separated by "\n".
  std::string summary;
  // Why it is on the list; empty: not said.
  std::string reason;
  absl::Time published;
  absl::Time updated;
};

// A list of papers as feed readers take it. Equal lists give equal bytes: the
// time of the feed is that of its latest item.
struct Feed {
  std::string title;
  std::string description;
  // Absolute addresses of the feed itself and of the page it belongs to.
  std::string self_url;
  std::string page_url;
  std::vector<FeedItem> items;
  absl::Time updated;
};

enum class FeedFormat { kAtom, kRss, kJson };

// "atom", "rss" or "json".
std::optional<FeedFormat> FeedFormatOf(std::string_view name);
// Atom 1.0 (RFC 4287), RSS 2.0 or JSON Feed 1.1. Whatever the texts hold, the
// answer is well-formed: characters that XML cannot carry become U+FFFD.
std::string WriteFeed(const Feed& feed, FeedFormat format);
std::string FeedContentType(FeedFormat format);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FEEDS_FEED_H_
