#include "ingest/arxiv_record.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
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

// New papers are announced within days; the month may turn in between.
constexpr int kMaxDaysToAnnounce = 7;

// A record that changed last soon after its only version.
void SetAnnounced(const ArxivRecord& record, absl::CivilDay created,
                  v1::Paper* paper) {
  const auto changed = ParseDay(record.datestamp);
  if (changed.ok() && *changed >= created &&
      *changed - created <= kMaxDaysToAnnounce) {
    paper->set_announced(record.datestamp);
  }
}

// Of the format arXiv.
void SetDates(const ArxivRecord& record, v1::Paper* paper) {
  paper->set_published(record.created);
  paper->set_updated(record.updated);
  const auto created = ParseDay(record.created);
  const auto month = MonthOfArxivId(record.id);
  if (!created.ok() || !month) return;
  if (absl::CivilMonth(*created) > *month + 1) {
    if (record.updated.empty()) paper->set_updated(record.created);
    paper->clear_published();
    return;
  }
  if (record.updated.empty()) SetAnnounced(record, *created, paper);
}

// 2 of "v2".
std::optional<int> NumberOf(const ArxivRecord::Version& version) {
  absl::string_view digits = version.number;
  absl::ConsumePrefix(&digits, "v");
  int number = 0;
  if (!absl::SimpleAtoi(digits, &number)) return std::nullopt;
  return number;
}

void SetVersions(const ArxivRecord& record, v1::Paper* paper) {
  std::optional<LocalTime> first, last;
  for (size_t i = 0; i < record.versions.size(); ++i) {
    const ArxivRecord::Version& version = record.versions[i];
    const int number = NumberOf(version).value_or(static_cast<int>(i) + 1);
    last = ParseRfc822(version.date);
    if (number == 1) first = last;
    AddVersion(number, last ? std::optional(last->time) : std::nullopt, paper);
  }
  if (first) paper->set_published(FormatDay(first->day));
  if (last) paper->set_updated(FormatDay(last->day));
  if (first && record.versions.size() == 1) {
    SetAnnounced(record, first->day, paper);
  }
}

void SetAuthors(const ArxivRecord& record, v1::Paper* paper) {
  for (const ArxivRecord::Author& author : record.authors) {
    paper->add_authors(
        JoinName(author.forenames, author.keyname, author.suffix));
  }
  if (!record.authors.empty()) return;
  for (std::string& name : SplitArxivAuthors(record.raw_authors)) {
    paper->add_authors(std::move(name));
  }
}

bool IsWithdrawn(const ArxivRecord& record, const v1::Paper& paper) {
  if (!record.versions.empty() &&
      record.versions.back().source_type.find('I') != std::string::npos) {
    return true;
  }
  return SaysWithdrawn(paper.comment());
}

}  // namespace

v1::Paper ToPaper(const ArxivRecord& record) {
  v1::Paper paper;
  absl::string_view identifier = record.identifier;
  absl::ConsumePrefix(&identifier, "oai:");
  absl::ConsumePrefix(&identifier, "arXiv.org:");
  paper.set_id(record.id.empty() ? std::string(identifier) : record.id);
  paper.set_withdrawn(record.deleted);
  if (record.deleted) return paper;
  paper.set_title(TexToUnicode(record.title));
  paper.set_abstract(TexToUnicode(record.abstract));
  paper.set_comment(TexToUnicode(record.comments));
  paper.set_journal_ref(TexToUnicode(record.journal_ref));
  SetAuthors(record, &paper);
  paper.add_categories(record.categories);
  paper.set_doi(record.doi);
  paper.set_license(record.license);
  if (record.versions.empty()) {
    SetDates(record, &paper);
  } else {
    SetVersions(record, &paper);
  }
  paper.set_withdrawn(IsWithdrawn(record, paper));
  return paper;
}

}  // namespace broadsheet::ingest
