#include "tests/fuzz/readers.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "common/text.h"
#include "ingest/event_normalizer.h"
#include "ingest/paper_normalizer.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {
namespace {

using ingest::PaperNormalizer;

void CheckOrder(int64_t record, int64_t* last) {
  Check(record >= *last && record > 0, "records come in their order");
  *last = record;
}

void CheckRefusal(ingest::Refusal refusal) {
  Check(!refusal.field.empty() && !refusal.rule.empty(),
        "a refusal names field and rule");
  Check(refusal.excerpt.size() <= ingest::kMaxExcerptBytes,
        "excerpts are bounded");
  CutToLimits(&refusal);
  for (const std::string* text :
       {&refusal.id, &refusal.field, &refusal.rule, &refusal.excerpt}) {
    Check(IsUtf8(*text), "a refusal is UTF-8");
  }
}

void CheckNormal(const PaperNormalizer& normalizer, const v1::Paper& paper) {
  std::string wire;
  Check(paper.SerializeToString(&wire), "a normal paper can be sent");
  Check(IsUtf8(paper.title()) && IsUtf8(paper.abstract()), "text is UTF-8");
  Check(paper.title().find('\n') == std::string::npos, "titles are one line");
  v1::Paper again = paper;
  Check(!normalizer.Normalize(&again), "a normal paper is accepted");
  // Short paragraphs look like lines that were wrapped (text_folding.h).
  again.set_abstract(paper.abstract());
  std::string second;
  again.SerializeToString(&second);
  Check(wire == second, "a normal paper stays as it is");
}

}  // namespace

void PaperChecker::OnRecord(int64_t record, v1::Paper paper,
                            std::string_view raw) {
  CheckOrder(record, &last_record_);
  Check(IsUtf8(ingest::MakeExcerpt(raw)), "an excerpt is UTF-8");
  const PaperNormalizer normalizer({.source = "fuzz", .ids_only = true},
                                   &clock_);
  if (!normalizer.Normalize(&paper)) CheckNormal(normalizer, paper);
}

void PaperChecker::OnRefusal(ingest::Refusal refusal) {
  CheckOrder(refusal.record, &last_record_);
  CheckRefusal(std::move(refusal));
}

void EventChecker::OnRecord(int64_t record, v1::Event event,
                            std::string_view /*raw*/) {
  CheckOrder(record, &last_record_);
  const ingest::EventNormalizer normalizer("fuzz", &clock_);
  if (normalizer.Normalize(&event)) return;
  std::string wire;
  Check(event.SerializeToString(&wire), "a normal event can be sent");
  Check(!normalizer.Normalize(&event), "a normal event is accepted");
}

void EventChecker::OnRefusal(ingest::Refusal refusal) {
  CheckOrder(refusal.record, &last_record_);
  CheckRefusal(std::move(refusal));
}

void FeedInPieces(std::string_view input, ingest::RecordReader* reader) {
  const size_t cut =
      input.empty() ? 0
                    : std::min<size_t>(static_cast<unsigned char>(input[0]),
                                       input.size());
  reader->Feed(input.substr(0, cut));
  reader->Feed(input.substr(cut));
  reader->Finish();
}

}  // namespace broadsheet::fuzz
