#include "ingest/kaggle_paper_parser.h"

#include <iterator>
#include <string>
#include <utility>

#include "ingest/arxiv_record.h"
#include "ingest/json_object.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;
using Element = simdjson::dom::element;

enum Field : size_t {
  kId,
  kTitle,
  kAbstract,
  kAuthors,
  kAuthorsParsed,
  kCategories,
  kComments,
  kDoi,
  kJournalRef,
  kLicense,
  kUpdateDate,
  kVersions,
};

// In the order of Field.
constexpr std::string_view kNames[] = {
    "id",          "title",    "abstract", "authors",     "authors_parsed",
    "categories",  "comments", "doi",      "journal-ref", "license",
    "update_date", "versions",
};
static_assert(std::size(kNames) == kVersions + 1);

struct TextField {
  Field field;
  std::string ArxivRecord::*text;
};

constexpr TextField kTexts[] = {
    {kTitle, &ArxivRecord::title},
    {kAbstract, &ArxivRecord::abstract},
    {kAuthors, &ArxivRecord::raw_authors},
    {kCategories, &ArxivRecord::categories},
    {kComments, &ArxivRecord::comments},
    {kDoi, &ArxivRecord::doi},
    {kJournalRef, &ArxivRecord::journal_ref},
    {kLicense, &ArxivRecord::license},
    {kUpdateDate, &ArxivRecord::datestamp},
};

// ["Hoehn", "Philipp", "Jr."], perhaps with affiliations after it.
bool AddAuthor(Element element, ArxivRecord* record) {
  simdjson::dom::array parts;
  if (element.get(parts)) return false;
  ArxivRecord::Author author;
  std::string* const names[] = {&author.keyname, &author.forenames,
                                &author.suffix};
  size_t count = 0;
  for (Element part : parts) {
    std::string_view text;
    if (part.get(text)) return false;
    if (count < std::size(names)) names[count++]->assign(text);
  }
  record->authors.push_back(std::move(author));
  return true;
}

// {"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}
bool AddVersion(Element element, ArxivRecord* record) {
  std::string_view number, created;
  if (element["version"].get(number) || element["created"].get(created)) {
    return false;
  }
  record->versions.push_back({std::string(number), std::string(created), ""});
  return true;
}

}  // namespace

struct KagglePaperParser::Impl {
  JsonObject object{kNames};

  Violation Read(ArxivRecord* record);
};

Violation KagglePaperParser::Impl::Read(ArxivRecord* record) {
  for (const TextField& field : kTexts) {
    auto violation = object.ReadText(field.field, &(record->*field.text));
    if (violation) return violation;
  }
  auto violation = object.ReadList(
      kAuthorsParsed, "a list of lists of strings",
      [record](Element element) { return AddAuthor(element, record); });
  if (violation) return violation;
  return object.ReadList(
      kVersions, "a list of objects with version and created",
      [record](Element element) { return AddVersion(element, record); });
}

KagglePaperParser::KagglePaperParser() : impl_(std::make_unique<Impl>()) {}
KagglePaperParser::~KagglePaperParser() = default;

Violation KagglePaperParser::Parse(std::string_view line, v1::Paper* paper) {
  paper->Clear();
  JsonObject& object = impl_->object;
  if (auto violation = object.Parse(line)) return violation;
  if (!object.Has(kId)) return FieldViolation{"id", "is missing"};
  ArxivRecord record;
  auto violation = object.ReadId(kId, &record.id);
  if (!violation) violation = impl_->Read(&record);
  if (violation) {
    paper->set_id(record.id);
  } else {
    *paper = ToPaper(record);
  }
  return violation;
}

}  // namespace broadsheet::ingest
