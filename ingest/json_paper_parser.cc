#include "ingest/json_paper_parser.h"

#include <iterator>
#include <string>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "ingest/json_object.h"
#include "ingest/json_paper_extras.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

enum Field : size_t {
  kId,
  kTitle,
  kAbstract,
  kSummary,
  kAuthors,
  kCategories,
  kCategory,
  kComment,
  kComments,
  kAnnounced,
  kFirstSeen,
  kPublished,
  kDate,
  kUpdated,
  kUpdateDate,
  kDoi,
  kJournalRef,
  kJournalDashRef,
  kLicense,
  kWithdrawn,
  kTldr,
  kKeywords,
  kLinks,
  kVersions,
  kSignals,
  kMergedInto,
};

// In the order of Field.
constexpr std::string_view kNames[] = {
    "id",          "title",       "abstract",    "summary",  "authors",
    "categories",  "category",    "comment",     "comments", "announced",
    "first_seen",  "published",   "date",        "updated",  "update_date",
    "doi",         "journal_ref", "journal-ref", "license",  "withdrawn",
    "tldr",        "keywords",    "links",       "versions", "signals",
    "merged_into",
};
static_assert(std::size(kNames) == kMergedInto + 1);

struct TextField {
  Field field;
  std::string* (v1::Paper::*text)();
};

// Names of the same text in the order of their precedence.
const TextField kTexts[] = {
    {kTitle, &v1::Paper::mutable_title},
    {kAbstract, &v1::Paper::mutable_abstract},
    {kSummary, &v1::Paper::mutable_abstract},
    {kComment, &v1::Paper::mutable_comment},
    {kComments, &v1::Paper::mutable_comment},
    {kAnnounced, &v1::Paper::mutable_announced},
    {kFirstSeen, &v1::Paper::mutable_announced},
    {kPublished, &v1::Paper::mutable_published},
    {kDate, &v1::Paper::mutable_published},
    {kUpdated, &v1::Paper::mutable_updated},
    {kUpdateDate, &v1::Paper::mutable_updated},
    {kDoi, &v1::Paper::mutable_doi},
    {kJournalRef, &v1::Paper::mutable_journal_ref},
    {kJournalDashRef, &v1::Paper::mutable_journal_ref},
    {kLicense, &v1::Paper::mutable_license},
    {kTldr, &v1::Paper::mutable_summary},
};

// "A. Author, B. Author and C. Author".
void AddAuthors(std::string_view list, v1::Paper* paper) {
  const std::string commas =
      absl::StrReplaceAll(AsAbsl(list), {{" and ", ","}, {";", ","}});
  for (absl::string_view name :
       absl::StrSplit(commas, ',', absl::SkipWhitespace())) {
    paper->add_authors(std::string(name));
  }
}

}  // namespace

struct JsonPaperParser::Impl {
  JsonObject object{kNames};

  Violation ReadTexts(v1::Paper* paper);
  Violation ReadAuthors(v1::Paper* paper);
  Violation ReadCategories(v1::Paper* paper);
  Violation ReadExtras(v1::Paper* paper);
};

Violation JsonPaperParser::Impl::ReadTexts(v1::Paper* paper) {
  for (const TextField& field : kTexts) {
    std::string text;
    if (auto violation = object.ReadText(field.field, &text)) return violation;
    std::string* target = (paper->*field.text)();
    if (target->empty()) *target = std::move(text);
  }
  return std::nullopt;
}

Violation JsonPaperParser::Impl::ReadAuthors(v1::Paper* paper) {
  std::string list;
  if (!object.ReadText(kAuthors, &list)) {
    AddAuthors(list, paper);
    return std::nullopt;
  }
  return object.ReadTexts(kAuthors, [paper](std::string_view name) {
    paper->add_authors(std::string(name));
  });
}

Violation JsonPaperParser::Impl::ReadCategories(v1::Paper* paper) {
  const auto add = [paper](std::string_view category) {
    paper->add_categories(std::string(category));
  };
  if (auto violation = object.ReadTexts(kCategory, add)) return violation;
  return object.ReadTexts(kCategories, add);
}

Violation JsonPaperParser::Impl::ReadExtras(v1::Paper* paper) {
  const auto add = [paper](std::string_view keyword) {
    paper->add_keywords(std::string(keyword));
  };
  if (auto violation = object.ReadTexts(kKeywords, add)) return violation;
  if (auto violation = ReadLinks(kLinks, &object, paper)) return violation;
  if (auto violation = ReadVersions(kVersions, &object, paper)) {
    return violation;
  }
  return ReadSignals(kSignals, &object, paper);
}

JsonPaperParser::JsonPaperParser() : impl_(std::make_unique<Impl>()) {}
JsonPaperParser::~JsonPaperParser() = default;

Violation JsonPaperParser::Parse(std::string_view line, v1::Paper* paper) {
  paper->Clear();
  JsonObject& object = impl_->object;
  if (auto violation = object.Parse(line)) return violation;
  if (!object.Has(kId)) return FieldViolation{"id", "is missing"};
  if (auto violation = object.ReadId(kId, paper->mutable_id())) {
    return violation;
  }
  // Such a record is withdrawn; the paper that it names is not.
  if (object.Has(kMergedInto)) {
    return FieldViolation{"merged_into",
                          "names another paper, whose record is to be taken"};
  }
  if (auto violation = impl_->ReadTexts(paper)) return violation;
  if (auto violation = impl_->ReadAuthors(paper)) return violation;
  if (auto violation = impl_->ReadCategories(paper)) return violation;
  if (auto violation = impl_->ReadExtras(paper)) return violation;
  bool withdrawn = false;
  auto violation = object.ReadBool(kWithdrawn, &withdrawn);
  paper->set_withdrawn(withdrawn);
  return violation;
}

}  // namespace broadsheet::ingest
