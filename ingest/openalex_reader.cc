#include "ingest/openalex_reader.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/json_tree.h"
#include "common/sizes.h"
#include "ingest/json_record_reader.h"
#include "ingest/source_fields.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

// Words of an abstract; 100,000 bytes hold no more of them.
constexpr uint64_t kMaxWords = 50'000;
constexpr std::string_view kIdAddress = "https://openalex.org/";

// Puts the words where an index {"word": [positions]} says that they stand.
Violation PlaceWords(simdjson::dom::object index,
                     std::vector<std::string_view>* words) {
  for (const auto& [word, positions] : index) {
    simdjson::dom::array list;
    if (positions.get(list)) continue;
    for (JsonElement element : list) {
      uint64_t position = 0;
      if (element.get(position) || position >= kMaxWords) {
        return FieldViolation{
            "abstract_inverted_index",
            absl::StrCat("has a position that is no number below ",
                         WithCommas(kMaxWords))};
      }
      if (position >= words->size()) words->resize(position + 1);
      (*words)[position] = word;
    }
  }
  return std::nullopt;
}

Violation ReadAbstract(JsonElement work, v1::Paper* paper) {
  const auto index = Find(work, {"abstract_inverted_index"});
  simdjson::dom::object object;
  if (!index || index->get(object)) return std::nullopt;
  std::vector<std::string_view> words;
  if (auto violation = PlaceWords(object, &words)) return violation;
  std::string* abstract = paper->mutable_abstract();
  for (std::string_view word : words) {
    if (word.empty()) continue;
    if (!abstract->empty()) abstract->push_back(' ');
    abstract->append(word);
    // A word may stand at many places: the sum can be far above the record.
    if (abstract->size() > kMaxRecordBytes) {
      return FieldViolation{"abstract_inverted_index", "is too long"};
    }
  }
  return std::nullopt;
}

void ReadArxivId(JsonElement work, v1::Paper* paper) {
  const auto take = [paper](std::string_view text) {
    if (paper->id().empty() && !text.empty()) paper->set_id(ArxivIdOf(text));
  };
  take(FindText(work, {"ids", "arxiv"}));
  take(FindText(work, {"doi"}));
  ForEach(work, {"locations"}, [&take](JsonElement location) {
    take(FindText(location, {"landing_page_url"}));
    take(FindText(location, {"pdf_url"}));
  });
  take(FindText(work, {"primary_location", "landing_page_url"}));
}

Violation ReadIds(JsonElement work, v1::Paper* paper) {
  ReadArxivId(work, paper);
  SetDoi(FindText(work, {"doi"}), paper);
  std::string id;
  if (auto violation = ReadMember(work, "id", &id)) return violation;
  if (!paper->id().empty()) return std::nullopt;
  if (id.starts_with(kIdAddress)) id.erase(0, kIdAddress.size());
  if (id.empty()) return FieldViolation{"id", "is missing"};
  paper->set_id(absl::StrCat("openalex:", id));
  return std::nullopt;
}

void ReadAuthors(JsonElement work, v1::Paper* paper) {
  ForEach(work, {"authorships"}, [paper](JsonElement authorship) {
    std::string_view name = FindText(authorship, {"author", "display_name"});
    if (name.empty()) name = FindText(authorship, {"raw_author_name"});
    if (!name.empty()) paper->add_authors(std::string(name));
  });
}

void ReadVenue(JsonElement work, v1::Paper* paper) {
  const auto location = Find(work, {"primary_location"});
  if (!location) return;
  paper->set_license(LicenseUrl(FindText(*location, {"license"})));
  const std::string_view type = FindText(*location, {"source", "type"});
  if (type != "journal" && type != "conference") return;
  paper->set_journal_ref(
      std::string(FindText(*location, {"source", "display_name"})));
}

class OpenAlexReader final : public PagedReader {
 public:
  explicit OpenAlexReader(PaperSink* sink) : works_(sink) {}

  void Feed(std::string_view chunk) override { works_.Feed(chunk); }
  void Finish() override { works_.Finish(); }
  std::string next_cursor() const override { return works_.next_cursor; }

 private:
  class Works final : public JsonRecordReader {
   public:
    explicit Works(PaperSink* sink) : JsonRecordReader("results", sink) {}
    std::string next_cursor;

   protected:
    Violation Read(JsonElement work, v1::Paper* paper) override {
      if (auto violation = ReadIds(work, paper)) return violation;
      auto violation = ReadMember(work, "title", paper->mutable_title());
      if (violation) return violation;
      if (paper->title().empty()) {
        paper->set_title(std::string(FindText(work, {"display_name"})));
      }
      if (auto wrong = ReadAbstract(work, paper)) return wrong;
      paper->set_published(std::string(FindText(work, {"publication_date"})));
      ReadAuthors(work, paper);
      ReadVenue(work, paper);
      if (auto citations = FindInt(work, {"cited_by_count"})) {
        SetSignal("citations", *citations, paper);
      }
      paper->set_withdrawn(FindTrue(work, {"is_retracted"}));
      return std::nullopt;
    }

    void ReadEnvelope(JsonElement envelope) override {
      next_cursor = std::string(FindText(envelope, {"meta", "next_cursor"}));
    }
  };

  Works works_;
};

}  // namespace

std::unique_ptr<PagedReader> MakeOpenAlexReader(PaperSink* sink) {
  return std::make_unique<OpenAlexReader>(sink);
}

}  // namespace broadsheet::ingest
