#include "ingest/paper_normalizer.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/days.h"
#include "common/paper_id.h"
#include "common/sizes.h"
#include "common/text.h"
#include "ingest/paper_extras.h"
#include "ingest/text_folding.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

constexpr int kMaxAuthors = 5000;
constexpr size_t kMaxAuthorBytes = 1000;
constexpr int kMaxCategories = 50;
// Sources are spread over the time zones, and announce a day ahead.
constexpr int kMaxDaysAhead = 2;

// A text of a paper: where it is and how it is folded.
struct TextRule {
  const char* field;
  std::string* (v1::Paper::*text)();
  size_t max_bytes;
  std::string (*fold)(std::string_view);
};

const TextRule kTextRules[] = {
    {"title", &v1::Paper::mutable_title, 2000, FoldLine},
    {"abstract", &v1::Paper::mutable_abstract, 100'000, FoldParagraphs},
    {"comment", &v1::Paper::mutable_comment, 10'000, FoldLine},
    {"doi", &v1::Paper::mutable_doi, 500, FoldLine},
    {"journal_ref", &v1::Paper::mutable_journal_ref, 2000, FoldLine},
    {"license", &v1::Paper::mutable_license, 500, FoldLine},
};

Violation NormalizeText(std::string_view field, size_t max_bytes,
                        std::string (*fold)(std::string_view),
                        std::string* text) {
  // Else it would be copied twice to come out the same.
  if (!IsFoldedAscii(*text)) {
    auto normal = ToNfc(*text);
    if (!normal.ok()) {
      return FieldViolation{std::string(field),
                            std::string(normal.status().message())};
    }
    *text = fold(*normal);
  }
  if (text->size() <= max_bytes) return std::nullopt;
  return FieldViolation{std::string(field), TooLong(text->size(), max_bytes)};
}

Violation NormalizeTexts(v1::Paper* paper) {
  for (const TextRule& rule : kTextRules) {
    auto violation = NormalizeText(rule.field, rule.max_bytes, rule.fold,
                                   (paper->*rule.text)());
    if (violation) return violation;
  }
  return std::nullopt;
}

Violation NormalizeAuthors(v1::Paper* paper) {
  auto* authors = paper->mutable_authors();
  if (authors->size() > kMaxAuthors) {
    return FieldViolation{"authors", TooMany(authors->size(), kMaxAuthors)};
  }
  for (int i = 0; i < authors->size(); ++i) {
    auto violation =
        NormalizeText("", kMaxAuthorBytes, FoldLine, &authors->at(i));
    if (violation) {
      violation->field = absl::StrCat("authors[", i, "]");
      return violation;
    }
  }
  authors->erase(std::remove(authors->begin(), authors->end(), ""),
                 authors->end());
  return std::nullopt;
}

// Sources add subject classes of other systems (MSC, ACM) to the list, or write
// all in one string: what is no arXiv category is dropped.
Violation NormalizeCategories(v1::Paper* paper) {
  std::vector<std::string> real;
  for (const std::string& element : paper->categories()) {
    if (!IsUtf8(element)) return FieldViolation{"categories", "is not UTF-8"};
    for (absl::string_view word :
         absl::StrSplit(element, absl::ByAnyChar(" ,;\t\r\n"))) {
      if (!IsArxivCategory(AsStd(word))) continue;
      if (std::ranges::count(real, AsStd(word)) == 0) real.emplace_back(word);
      if (real.size() > kMaxCategories) {
        return FieldViolation{
            "categories",
            absl::StrCat("has more than ", kMaxCategories, " categories")};
      }
    }
  }
  paper->mutable_categories()->Assign(real.begin(), real.end());
  return std::nullopt;
}

// The day of "2026-11-23" or of "2026-11-23T10:00:00Z", as it is written.
absl::StatusOr<absl::CivilDay> DayOf(const std::string& text) {
  if (text.size() > 10 && text[10] == 'T') {
    absl::Time time;
    if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
      return ParseDay(std::string_view(text).substr(0, 10));
    }
  }
  return ParseDay(text);
}

Violation NormalizeDay(const char* field, absl::CivilDay latest,
                       std::string* text) {
  if (text->empty()) return std::nullopt;
  const auto day = DayOf(*text);
  if (!day.ok()) {
    return FieldViolation{field, std::string(day.status().message())};
  }
  if (*day > latest) {
    return FieldViolation{field,
                          absl::StrCat("is ", FormatDay(*day), ", more than ",
                                       kMaxDaysAhead, " days ahead of today")};
  }
  text->resize(std::string_view("YYYY-MM-DD").size());
  return std::nullopt;
}

Violation NormalizeId(const std::string& source, v1::Paper* paper) {
  auto id = NormalizePaperId(paper->id(), source);
  if (!id.ok()) return FieldViolation{"id", std::string(id.status().message())};
  paper->set_id(*std::move(id));
  return std::nullopt;
}

// What storage derives is not a source's to say.
void ClearDerived(v1::Paper* paper) {
  paper->clear_bare();
  paper->clear_upvotes();
  paper->clear_num_comments();
  paper->clear_submitted_at();
  paper->clear_submitted_by();
  paper->clear_revision();
  paper->clear_first_seen();
  paper->clear_merged_into();
}

bool HasText(const v1::Paper& paper) {
  return !paper.title().empty() || !paper.abstract().empty();
}

}  // namespace

PaperNormalizer::PaperNormalizer(Options options, const Clock* clock)
    : options_(std::move(options)), clock_(clock) {}

Violation PaperNormalizer::Normalize(v1::Paper* paper) const {
  ClearDerived(paper);
  paper->set_source(options_.source);
  if (auto violation = NormalizeId(options_.source, paper)) return violation;
  if (auto violation = NormalizeTexts(paper)) return violation;
  if (auto violation = NormalizeAuthors(paper)) return violation;
  if (auto violation = NormalizeCategories(paper)) return violation;
  if (auto violation = NormalizeDates(paper)) return violation;
  if (auto violation = NormalizeExtras(paper)) return violation;
  return CheckContent(paper);
}

Violation PaperNormalizer::NormalizeDates(v1::Paper* paper) const {
  const absl::CivilDay latest =
      absl::ToCivilDay(clock_->Now(), absl::UTCTimeZone()) + kMaxDaysAhead;
  const std::pair<const char*, std::string*> days[] = {
      {"published", paper->mutable_published()},
      {"announced", paper->mutable_announced()},
      {"updated", paper->mutable_updated()},
  };
  for (const auto& [field, text] : days) {
    if (auto violation = NormalizeDay(field, latest, text)) return violation;
  }
  return std::nullopt;
}

Violation PaperNormalizer::CheckContent(v1::Paper* paper) const {
  if (HasText(*paper) || IsWithdrawal(*paper)) return std::nullopt;
  if (options_.ids_only) {
    paper->set_bare(true);
    return std::nullopt;
  }
  return FieldViolation{"title",
                        "is missing, and so is the abstract; one of them is "
                        "needed (or --ids-only, for entries without text)"};
}

bool IsWithdrawal(const v1::Paper& paper) {
  return paper.withdrawn() && !HasText(paper);
}

}  // namespace broadsheet::ingest
