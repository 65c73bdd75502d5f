#include "ingest/hf_daily_reader.h"

#include <optional>
#include <string>
#include <utility>

#include "common/json_tree.h"
#include "ingest/json_record_reader.h"
#include "ingest/source_fields.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

struct TextMember {
  const char* name;
  std::string* (v1::Paper::*text)();
};

const TextMember kTexts[] = {
    {"id", &v1::Paper::mutable_id},
    {"title", &v1::Paper::mutable_title},
    {"summary", &v1::Paper::mutable_abstract},
    {"publishedAt", &v1::Paper::mutable_published},
};

void AddLink(std::string_view url, v1::PaperLink::Kind kind, v1::Paper* paper) {
  if (url.empty()) return;
  v1::PaperLink* link = paper->add_links();
  link->set_kind(kind);
  link->set_url(std::string(url));
}

// Authors are names, or objects with a name.
void ReadAuthors(JsonElement paper_json, v1::Paper* paper) {
  ForEach(paper_json, {"authors"}, [paper](JsonElement author) {
    std::string_view name = FindText(author, {"name"});
    if (name.empty()) name = FindText(author, {});
    if (!name.empty()) paper->add_authors(std::string(name));
  });
}

class HfDailyReader final : public JsonRecordReader {
 public:
  explicit HfDailyReader(PaperSink* sink) : JsonRecordReader("", sink) {}

 protected:
  Violation Read(JsonElement record, v1::Paper* paper) override {
    const JsonElement json = Find(record, {"paper"}).value_or(record);
    for (const TextMember& member : kTexts) {
      auto violation = ReadMember(json, member.name, (paper->*member.text)());
      if (violation) return violation;
    }
    if (paper->id().empty()) return FieldViolation{"id", "is missing"};
    // The list repeats some of them outside of "paper"; older ones only there.
    if (paper->title().empty()) {
      paper->set_title(std::string(FindText(record, {"title"})));
    }
    ReadAuthors(json, paper);
    if (auto upvotes = FindInt(json, {"upvotes"})) {
      SetSignal("hf_upvotes", *upvotes, paper);
    }
    if (auto stars = FindInt(json, {"githubStars"})) {
      SetSignal("github_stars", *stars, paper);
    }
    AddLink(FindText(json, {"githubRepo"}), v1::PaperLink::KIND_CODE, paper);
    AddLink(FindText(json, {"projectPage"}), v1::PaperLink::KIND_PROJECT_PAGE,
            paper);
    return std::nullopt;
  }
};

}  // namespace

std::unique_ptr<RecordReader> MakeHfDailyReader(PaperSink* sink) {
  return std::make_unique<HfDailyReader>(sink);
}

}  // namespace broadsheet::ingest
