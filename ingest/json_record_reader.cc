#include "ingest/json_record_reader.h"

#include <string>
#include <utility>

namespace broadsheet::ingest {

JsonRecordReader::JsonRecordReader(std::string_view container, PaperSink* sink)
    : sink_(sink),
      splitter_(container, kMaxRecordBytes,
                [this](const auto& record) { OnRecord(record); }) {}

void JsonRecordReader::Finish() {
  splitter_.Finish();
  if (splitter_.envelope().empty()) return;
  if (!tree_.Parse(splitter_.envelope())) ReadEnvelope(tree_.root());
}

void JsonRecordReader::OnRecord(const JsonRecordSplitter::Record& record) {
  v1::Paper paper;
  if (!record.damage.empty()) {
    return Refuse(record, paper, {"line", std::string(record.damage)});
  }
  if (auto violation = tree_.Parse(record.text)) {
    return Refuse(record, paper, *std::move(violation));
  }
  if (IsEnvelope(tree_.root())) return ReadEnvelope(tree_.root());
  if (auto violation = Read(tree_.root(), &paper)) {
    return Refuse(record, paper, *std::move(violation));
  }
  Take(record.number, std::move(paper), record.text);
}

void JsonRecordReader::Refuse(const JsonRecordSplitter::Record& record,
                              const v1::Paper& paper,
                              FieldViolation violation) {
  TakeRefusal({record.number, paper.id(), std::move(violation.field),
               std::move(violation.rule), MakeExcerpt(record.text)});
}

}  // namespace broadsheet::ingest
