#include "ingest/rss_reader.h"

#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxCategories = 1000;

// The day as it is written: midnight in New York is that day's feed.
std::optional<absl::CivilDay> DayOf(const std::string& date) {
  const auto time = ParseRfc822(date);
  return time ? std::optional(time->day) : std::nullopt;
}

}  // namespace

std::string RssReader::RecordId() const { return ToPaper(entry_).id(); }

void RssReader::OnStart(std::string_view name, Attributes /*attributes*/) {
  if (depth() == 0 && name != "rss" && name != "item") {
    return Break("is no RSS feed: its root is another element");
  }
  if (in_record() || name != "item") return;
  entry_ = {};
  entry_.announced = channel_day_;
  BeginRecord(name);
}

void RssReader::OnEnd(std::string_view name) {
  if (!in_record()) return EndInChannel(name);
  if (name == "item") return EndRecord(ToPaper(entry_));
  if (Below("item")) EndInItem(name);
}

void RssReader::EndInChannel(std::string_view name) {
  if (!Below("channel")) return;
  if (name == "title") channel_title_ = TrimmedText();
  if (name == "description") channel_description_ = TrimmedText();
  if (name == "pubDate") channel_day_ = DayOf(TrimmedText());
}

void RssReader::EndInItem(std::string_view name) {
  if (name == "guid") {
    entry_.id = TrimmedText();
  } else if (name == "link") {
    if (entry_.id.empty()) entry_.id = TrimmedText();
  } else if (name == "description") {
    entry_.abstract = std::move(text());
  } else if (name == "category") {
    if (entry_.categories.size() < kMaxCategories) {
      entry_.categories.push_back(TrimmedText());
    }
  } else if (name == "pubDate") {
    if (const auto day = DayOf(TrimmedText())) entry_.announced = day;
  } else {
    SetFeedText(name, &text(), &entry_);
  }
}

void RssReader::OnDocumentEnd() {
  if (records() > 0 || !absl::StartsWith(channel_title_, "Feed error")) return;
  error_ = channel_description_.empty() ? channel_title_ : channel_description_;
  Break(absl::StrCat("is an error of the server: ", error_));
}

}  // namespace broadsheet::ingest
