#include "ingest/feed_entry.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "common/days.h"
#include "common/errors.h"
#include "ingest/arxiv_dates.h"
#include "ingest/author_names.h"
#include "ingest/name_parts.h"
#include "ingest/paper_versions.h"
#include "ingest/tex_text.h"
#include "ingest/timestamps.h"
#include "ingest/withdrawal.h"

namespace broadsheet::ingest {
namespace {

// The abstract begins before.
constexpr size_t kMaxPreambleBytes = 200;

struct TextField {
  std::string_view element;
  std::string FeedEntry::*text;
};

constexpr TextField kTexts[] = {
    {"title", &FeedEntry::title},
    {"creator", &FeedEntry::creators},
    {"comment", &FeedEntry::comment},
    {"doi", &FeedEntry::doi},
    {"DOI", &FeedEntry::doi},
    {"journal_ref", &FeedEntry::journal_ref},
    {"journal_reference", &FeedEntry::journal_ref},
    {"rights", &FeedEntry::license},
    {"announce_type", &FeedEntry::announce_type},
};

absl::string_view Trim(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

absl::string_view WithoutPrefix(absl::string_view id) {
  id = Trim(id);
  absl::ConsumePrefix(&id, "oai:");
  absl::ConsumePrefix(&id, "arXiv.org:");
  return id;
}

// 3 of "2402.01011v3"; nothing when the id has no version.
std::optional<int> VersionOf(absl::string_view id) {
  const size_t v = id.rfind('v');
  int number = 0;
  if (v == absl::string_view::npos ||
      !absl::SimpleAtoi(id.substr(v + 1), &number) || number < 1) {
    return std::nullopt;
  }
  return number;
}

// The feeds of a day write "arXiv:2402.01011v1 Announce Type: new" before it.
std::string_view AbstractOf(const FeedEntry& entry) {
  constexpr std::string_view kMark = "Abstract:";
  const std::string_view text =
      AsStd(absl::StripLeadingAsciiWhitespace(entry.abstract));
  const size_t mark = text.substr(0, kMaxPreambleBytes).find(kMark);
  if (!text.starts_with("arXiv:") || mark == std::string_view::npos) {
    return entry.abstract;
  }
  // Without the space after the mark, which would be an indented paragraph.
  return AsStd(absl::StripLeadingAsciiWhitespace(
      AsAbsl(text.substr(mark + kMark.size()))));
}

void AddAuthors(const FeedEntry& entry, v1::Paper* paper) {
  for (const std::string& name : entry.authors) {
    paper->add_authors(JoinName(name, "", ""));
  }
  if (!entry.authors.empty()) return;
  for (std::string& name : SplitArxivAuthors(entry.creators)) {
    paper->add_authors(std::move(name));
  }
}

// Of an answer of the API.
void SetDates(const FeedEntry& entry, std::optional<int> version,
              v1::Paper* paper) {
  const auto published = ParseRfc3339(entry.published);
  const auto updated = ParseRfc3339(entry.updated);
  if (published) {
    paper->set_published(FormatDay(published->day));
    AddVersion(1, published->time, paper);
  }
  if (!updated) return;
  paper->set_updated(FormatDay(updated->day));
  if (version && *version > 1) AddVersion(*version, updated->time, paper);
}

void SetAnnounced(const FeedEntry& entry, std::optional<int> version,
                  v1::Paper* paper) {
  if (!entry.announced) return;
  const std::string day = FormatDay(*entry.announced);
  const absl::string_view type = Trim(entry.announce_type);
  if (type == "new") {
    paper->set_announced(day);
  } else if (type == "cross") {
    const auto month = MonthOfArxivId(paper->id());
    const bool is_recent =
        month && *month + 1 >= absl::CivilMonth(*entry.announced);
    if (version == 1 && is_recent) paper->set_announced(day);
  } else if (type == "replace" || type == "replace-cross") {
    paper->set_updated(day);
    if (version) AddVersion(*version, std::nullopt, paper);
  }
}

}  // namespace

bool SetFeedText(std::string_view name, std::string* text, FeedEntry* entry) {
  const auto field = std::ranges::find(kTexts, name, &TextField::element);
  if (field == std::end(kTexts)) return false;
  entry->*field->text = std::move(*text);
  return true;
}

v1::Paper ToPaper(const FeedEntry& entry) {
  v1::Paper paper;
  const absl::string_view id = WithoutPrefix(entry.id);
  const auto version = VersionOf(id);
  paper.set_id(std::string(id));
  paper.set_title(TexToUnicode(entry.title));
  paper.set_abstract(TexToUnicode(AbstractOf(entry)));
  paper.set_comment(TexToUnicode(entry.comment));
  paper.set_journal_ref(TexToUnicode(entry.journal_ref));
  paper.set_doi(entry.doi);
  paper.set_license(entry.license);
  AddAuthors(entry, &paper);
  if (!entry.primary_category.empty()) {
    paper.add_categories(entry.primary_category);
  }
  for (const std::string& category : entry.categories) {
    paper.add_categories(category);
  }
  if (Trim(entry.announce_type).empty()) {
    SetDates(entry, version, &paper);
  } else {
    SetAnnounced(entry, version, &paper);
  }
  paper.set_withdrawn(SaysWithdrawn(paper.comment()));
  return paper;
}

}  // namespace broadsheet::ingest
