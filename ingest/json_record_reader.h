#ifndef BROADSHEET_INGEST_JSON_RECORD_READER_H_
#define BROADSHEET_INGEST_JSON_RECORD_READER_H_

#include <optional>
#include <string_view>
#include <utility>

#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"
#include "common/json_tree.h"
#include "ingest/json_record_splitter.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

// What the readers of other services' JSON have in common: JSON lines, a list,
// or an answer with the list `container`. Includes simdjson: for .cc files.
class JsonRecordReader : public RecordReader {
 public:
  // `sink` and `container` must outlive this.
  JsonRecordReader(std::string_view container, PaperSink* sink);

  void Feed(std::string_view chunk) override { splitter_.Feed(chunk); }
  void Finish() override;

 protected:
  // Reads one record into `paper`; a violation refuses it, and `paper` may then
  // hold the id.
  virtual std::optional<FieldViolation> Read(JsonElement record,
                                             v1::Paper* paper) = 0;
  // The rest of an answer, when the file was one.
  virtual void ReadEnvelope(JsonElement /*envelope*/) {}
  // True for an object that is an answer without its list.
  virtual bool IsEnvelope(JsonElement /*record*/) const { return false; }
  virtual void Take(int64_t number, v1::Paper paper, std::string_view raw) {
    sink_->OnRecord(number, std::move(paper), raw);
  }
  virtual void TakeRefusal(Refusal refusal) {
    sink_->OnRefusal(std::move(refusal));
  }
  PaperSink* sink() { return sink_; }

 private:
  void OnRecord(const JsonRecordSplitter::Record& record);
  void Refuse(const JsonRecordSplitter::Record& record, const v1::Paper& paper,
              FieldViolation violation);

  PaperSink* sink_;
  JsonTree tree_;
  JsonRecordSplitter splitter_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_RECORD_READER_H_
