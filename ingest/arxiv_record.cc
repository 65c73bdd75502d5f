#include "ingest/arxiv_record.h"

#include <optional>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/paper_id.h"

namespace broadsheet::ingest {
namespace {

// New papers are announced within days; the month may turn in between.
constexpr int kMaxDaysToAnnounce = 7;

std::string NameOf(const ArxivRecord::Author& author) {
  std::vector<std::string> parts;
  for (const std::string* part :
       {&author.forenames, &author.keyname, &author.suffix}) {
    if (!part->empty()) parts.push_back(*part);
  }
  return absl::StrJoin(parts, " ");
}

// The month in an arXiv id: 2407 of "2407.21783" and of "math/2407001".
std::optional<absl::CivilMonth> MonthOfId(const std::string& text) {
  const auto id = NormalizePaperId(text, "");
  if (!id.ok() || !IsArxivId(*id)) return std::nullopt;
  const size_t slash = id->find('/');
  const size_t start = slash == std::string::npos ? 0 : slash + 1;
  int digits = 0;
  if (!absl::SimpleAtoi(id->substr(start, 4), &digits)) return std::nullopt;
  const int year = digits / 100;
  return absl::CivilMonth(year < 91 ? 2000 + year : 1900 + year, digits % 100);
}

bool IsNear(absl::CivilDay day, absl::CivilMonth month) {
  return absl::CivilMonth(day) <= month + 1;
}

void SetDates(const ArxivRecord& record, v1::Paper* paper) {
  paper->set_published(record.created);
  paper->set_updated(record.updated);
  const auto created = ParseDay(record.created);
  const auto month = MonthOfId(record.id);
  if (!created.ok() || !month) return;
  if (!IsNear(*created, *month)) {
    if (record.updated.empty()) paper->set_updated(record.created);
    paper->clear_published();
    return;
  }
  const auto changed = ParseDay(record.datestamp);
  if (record.updated.empty() && changed.ok() && *changed >= *created &&
      *changed - *created <= kMaxDaysToAnnounce) {
    paper->set_announced(record.datestamp);
  }
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
  paper.set_title(record.title);
  paper.set_abstract(record.abstract);
  for (const auto& author : record.authors) paper.add_authors(NameOf(author));
  paper.add_categories(record.categories);
  paper.set_comment(record.comments);
  paper.set_journal_ref(record.journal_ref);
  paper.set_doi(record.doi);
  paper.set_license(record.license);
  SetDates(record, &paper);
  return paper;
}

}  // namespace broadsheet::ingest
