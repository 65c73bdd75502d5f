#include "ingest/semantic_scholar_reader.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/json_tree.h"
#include "ingest/json_record_reader.h"
#include "ingest/source_fields.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

// The keys of externalids are "ArXiv" and "DOI" in some releases, in lower case
// in others.
std::string ExternalId(JsonElement row, std::string_view name) {
  const auto ids = Find(row, {"externalids"});
  simdjson::dom::object object;
  if (!ids || ids->get(object)) return "";
  for (const auto& [key, value] : object) {
    if (absl::EqualsIgnoreCase(AsAbsl(key), AsAbsl(name))) {
      return std::string(FindText(value, {}));
    }
  }
  return "";
}

Violation ReadIds(JsonElement row, v1::Paper* paper) {
  paper->set_id(ArxivIdOf(ExternalId(row, "arxiv")));
  SetDoi(ExternalId(row, "doi"), paper);
  if (!paper->id().empty()) return std::nullopt;
  const auto corpus = FindInt(row, {"corpusid"});
  if (!corpus) return FieldViolation{"corpusid", "is missing or no number"};
  paper->set_id(absl::StrCat("s2:", *corpus));
  return std::nullopt;
}

class SemanticScholarReader final : public JsonRecordReader {
 public:
  explicit SemanticScholarReader(PaperSink* sink)
      : JsonRecordReader("", sink) {}

 protected:
  Violation Read(JsonElement row, v1::Paper* paper) override {
    if (auto violation = ReadIds(row, paper)) return violation;
    auto violation = ReadMember(row, "title", paper->mutable_title());
    if (violation) return violation;
    violation = ReadMember(row, "abstract", paper->mutable_abstract());
    if (violation) return violation;
    ForEach(row, {"authors"}, [paper](JsonElement author) {
      const std::string_view name = FindText(author, {"name"});
      if (!name.empty()) paper->add_authors(std::string(name));
    });
    paper->set_published(std::string(FindText(row, {"publicationdate"})));
    std::string_view venue = FindText(row, {"journal", "name"});
    if (venue.empty()) venue = FindText(row, {"venue"});
    // Preprints have arXiv for a journal.
    if (!absl::StartsWithIgnoreCase(AsAbsl(venue), "arxiv")) {
      paper->set_journal_ref(std::string(venue));
    }
    if (auto citations = FindInt(row, {"citationcount"})) {
      SetSignal("citations", *citations, paper);
    }
    return std::nullopt;
  }
};

}  // namespace

std::unique_ptr<RecordReader> MakeSemanticScholarReader(PaperSink* sink) {
  return std::make_unique<SemanticScholarReader>(sink);
}

}  // namespace broadsheet::ingest
