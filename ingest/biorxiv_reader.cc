#include "ingest/biorxiv_reader.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/days.h"
#include "common/json_tree.h"
#include "ingest/json_record_reader.h"
#include "ingest/source_fields.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

using Violation = std::optional<FieldViolation>;

// An answer has 100 records; of a longer file, so many are held at once.
constexpr size_t kMaxHeld = 1000;
constexpr int64_t kMaxVersion = 1000;

void ReadAuthors(JsonElement record, v1::Paper* paper) {
  for (absl::string_view name :
       absl::StrSplit(AsAbsl(FindText(record, {"authors"})), ';',
                      absl::SkipWhitespace())) {
    paper->add_authors(GivenNameFirst(AsStd(name)));
  }
}

Violation ReadVersion(JsonElement record, v1::Paper* paper) {
  const int64_t number = FindInt(record, {"version"}).value_or(1);
  if (number < 1 || number > kMaxVersion) {
    return FieldViolation{"version", "is not 1 to 1,000"};
  }
  const std::string text = FullDay(FindText(record, {"date"}));
  const auto day = ParseDay(text);
  if (!day.ok()) {
    return FieldViolation{"date", std::string(day.status().message())};
  }
  v1::PaperVersion* version = paper->add_versions();
  version->set_number(static_cast<int32_t>(number));
  SetTimestamp(absl::FromCivil(*day, absl::UTCTimeZone()),
               version->mutable_submitted_at());
  paper->set_updated(text);
  if (number == 1) paper->set_published(text);
  return std::nullopt;
}

bool IsWithdrawn(JsonElement record) {
  return absl::StartsWithIgnoreCase(AsAbsl(FindText(record, {"title"})),
                                    "withdrawn") ||
         absl::StrContains(
             absl::AsciiStrToLower(AsAbsl(FindText(record, {"type"}))),
             "withdraw");
}

Violation ReadRecord(JsonElement record, v1::Paper* paper) {
  if (!SetDoi(FindText(record, {"doi"}), paper)) {
    return FieldViolation{"doi", "is missing, or is no DOI"};
  }
  SetDoi(FindText(record, {"published"}), paper);  // "NA" is none.
  auto violation = ReadMember(record, "title", paper->mutable_title());
  if (violation) return violation;
  violation = ReadMember(record, "abstract", paper->mutable_abstract());
  if (violation) return violation;
  if (auto wrong = ReadVersion(record, paper)) return wrong;
  ReadAuthors(record, paper);
  paper->set_license(LicenseUrl(FindText(record, {"license"})));
  paper->set_withdrawn(IsWithdrawn(record));
  return std::nullopt;
}

int32_t NumberOf(const v1::Paper& paper) {
  return paper.versions(paper.versions_size() - 1).number();
}

// Adds the versions of `from`, without those that `to` has.
void AddVersions(const v1::Paper& from, v1::Paper* to) {
  for (const v1::PaperVersion& version : from.versions()) {
    if (std::ranges::count(to->versions(), version.number(),
                           &v1::PaperVersion::number) == 0) {
      *to->add_versions() = version;
    }
  }
  std::ranges::sort(*to->mutable_versions(), {}, &v1::PaperVersion::number);
  if (to->published().empty()) to->set_published(from.published());
}

}  // namespace

class BiorxivReader::Versions final : public JsonRecordReader {
 public:
  explicit Versions(PaperSink* sink) : JsonRecordReader("collection", sink) {}

  void HandOver() {
    // The latest version, whose number a paper has, may have come late.
    std::ranges::sort(held_, {}, &Held::number);
    auto refusal = refusals_.begin();
    for (Held& held : held_) {
      for (; refusal != refusals_.end() && refusal->record < held.number;
           ++refusal) {
        sink()->OnRefusal(std::move(*refusal));
      }
      sink()->OnRecord(held.number, std::move(held.paper), held.raw);
    }
    for (; refusal != refusals_.end(); ++refusal) {
      sink()->OnRefusal(std::move(*refusal));
    }
    held_.clear();
    places_.clear();
    refusals_.clear();
  }

  Page page;

 protected:
  Violation Read(JsonElement record, v1::Paper* paper) override {
    return ReadRecord(record, paper);
  }

  bool IsEnvelope(JsonElement record) const override {
    return Find(record, {"messages"}) && !Find(record, {"doi"});
  }

  void ReadEnvelope(JsonElement envelope) override {
    ForEach(envelope, {"messages"}, [this](JsonElement message) {
      page.status = std::string(FindText(message, {"status"}));
      page.cursor = FindInt(message, {"cursor"}).value_or(0);
      page.count = FindInt(message, {"count"}).value_or(0);
      page.total = FindInt(message, {"total"}).value_or(0);
    });
  }

  void Take(int64_t number, v1::Paper paper, std::string_view raw) override {
    const auto [place, is_new] = places_.try_emplace(paper.id(), held_.size());
    if (is_new) {
      held_.push_back({number, std::move(paper), MakeExcerpt(raw)});
      HandOverWhenFull();
      return;
    }
    Held& held = held_[place->second];
    if (NumberOf(paper) < NumberOf(held.paper)) {
      return AddVersions(paper, &held.paper);
    }
    AddVersions(held.paper, &paper);
    held = {number, std::move(paper), MakeExcerpt(raw)};
  }

  // Refusals wait, too: the sink gets all in their order.
  void TakeRefusal(Refusal refusal) override {
    refusals_.push_back(std::move(refusal));
    HandOverWhenFull();
  }

 private:
  void HandOverWhenFull() {
    if (held_.size() + refusals_.size() >= kMaxHeld) HandOver();
  }

  struct Held {
    int64_t number;
    v1::Paper paper;
    std::string raw;
  };

  std::vector<Held> held_;
  std::vector<Refusal> refusals_;
  std::unordered_map<std::string, size_t> places_;  // By id, in held_.
};

BiorxivReader::BiorxivReader(PaperSink* sink)
    : versions_(std::make_unique<Versions>(sink)) {}

BiorxivReader::~BiorxivReader() = default;

void BiorxivReader::Feed(std::string_view chunk) { versions_->Feed(chunk); }

void BiorxivReader::Finish() {
  versions_->Finish();
  versions_->HandOver();
}

const BiorxivReader::Page& BiorxivReader::page() const {
  return versions_->page;
}

}  // namespace broadsheet::ingest
