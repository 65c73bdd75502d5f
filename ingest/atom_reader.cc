#include "ingest/atom_reader.h"

#include <cstddef>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxAuthors = 10'000;
constexpr size_t kMaxCategories = 1000;
// The feed of a day is made between midnight and midnight in New York, and told
// in UTC. Four hours are summer time; in winter the last hour of the day counts
// for the next one.
constexpr absl::Duration kNewYorkBehindUtc = absl::Hours(4);

int64_t NumberIn(const std::string& text) {
  int64_t number = -1;
  return absl::SimpleAtoi(text, &number) && number >= 0 ? number : -1;
}

bool IsApiError(const std::string& id) {
  return absl::StrContains(id, "arxiv.org/api/errors");
}

}  // namespace

std::string AtomReader::RecordId() const { return ToPaper(entry_).id(); }

void AtomReader::OnStart(std::string_view name, Attributes attributes) {
  if (depth() == 0 && name != "feed" && name != "entry") {
    return Break("is no Atom feed: its root is another element");
  }
  if (!in_record()) {
    if (name != "entry") return;
    entry_ = {};
    return BeginRecord(name);
  }
  const std::string_view term = Attribute(attributes, "term").value_or("");
  if (name == "primary_category") {
    entry_.primary_category = term;
  } else if (name == "category" && entry_.categories.size() < kMaxCategories) {
    entry_.categories.emplace_back(term);
  }
}

void AtomReader::OnEnd(std::string_view name) {
  if (!in_record()) return EndInFeed(name);
  if (name == "entry") return EndEntry();
  EndInEntry(name);
}

void AtomReader::EndInFeed(std::string_view name) {
  if (name == "totalResults") answer_.total_results = NumberIn(text());
  if (name == "startIndex") answer_.start_index = NumberIn(text());
  if (name == "itemsPerPage") answer_.items_per_page = NumberIn(text());
  if (!Below("feed")) return;
  if (name == "title") feed_title_ = TrimmedText();
  if (name == "subtitle") feed_subtitle_ = TrimmedText();
  if (name == "updated") feed_updated_ = TrimmedText();
}

void AtomReader::EndInEntry(std::string_view name) {
  if (Below("author")) {
    if (name == "name" && entry_.authors.size() < kMaxAuthors) {
      entry_.authors.push_back(TrimmedText());
    }
  } else if (Below("entry")) {
    if (name == "id") entry_.id = TrimmedText();
    if (name == "summary") entry_.abstract = std::move(text());
    if (name == "published") entry_.published = TrimmedText();
    if (name == "updated") entry_.updated = TrimmedText();
    SetFeedText(name, &text(), &entry_);
  }
}

void AtomReader::EndEntry() {
  ++answer_.items;
  if (IsApiError(entry_.id)) {
    answer_.error = entry_.abstract;
    return Break(absl::StrCat("is an error of the server: ", answer_.error));
  }
  auto made = ParseRfc3339(entry_.published);
  if (!made) made = ParseRfc3339(entry_.updated);
  if (!made) made = ParseRfc3339(feed_updated_);
  if (made) {
    entry_.announced =
        absl::ToCivilDay(made->time - kNewYorkBehindUtc, absl::UTCTimeZone());
  }
  EndRecord(ToPaper(entry_));
}

void AtomReader::OnDocumentEnd() {
  if (answer_.items > 0 || !absl::StartsWith(feed_title_, "Feed error")) return;
  answer_.error = feed_subtitle_.empty() ? feed_title_ : feed_subtitle_;
  Break(absl::StrCat("is an error of the server: ", answer_.error));
}

}  // namespace broadsheet::ingest
