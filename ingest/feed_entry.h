#ifndef BROADSHEET_INGEST_FEED_ENTRY_H_
#define BROADSHEET_INGEST_FEED_ENTRY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::ingest {

// A paper in a feed of arXiv, as it is written there: an entry of an answer of
// its API (info.arxiv.org/help/api/user-manual.html), or of its Atom or RSS
// feed of a day (info.arxiv.org/help/rss_specifications.html).
struct FeedEntry {
  // "http://arxiv.org/abs/2402.01011v1" or "oai:arXiv.org:2402.01011v1".
  std::string id;
  std::string title;
  std::string abstract;
  std::vector<std::string> authors;  // One name each,
  std::string creators;              // or all in one text.
  std::string primary_category;
  std::vector<std::string> categories;
  std::string comment;
  std::string doi;
  std::string journal_ref;
  std::string license;
  // Of the API: times of the first and of this version, RFC 3339.
  std::string published;
  std::string updated;
  // Of the feeds of a day: "new", "cross", "replace" or "replace-cross", and
  // the day of the feed.
  std::string announce_type;
  std::optional<absl::CivilDay> announced;
};

// Puts the text of the element `name` where it belongs, for elements that Atom
// and RSS call the same. False for other names.
bool SetFeedText(std::string_view name, std::string* text, FeedEntry* entry);

// Texts become Unicode as in arxiv_record.h. Feeds of a day tell:
// - what is new that day, which announces it, and what was put into a further
//   category, which does so only for a first version that is not older than the
//   month before;
// - what was replaced: the version of the id is the one of that day.
v1::Paper ToPaper(const FeedEntry& entry);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_FEED_ENTRY_H_
