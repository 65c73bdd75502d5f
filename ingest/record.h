#ifndef BROADSHEET_INGEST_RECORD_H_
#define BROADSHEET_INGEST_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::ingest {

// No record of any format is longer.
inline constexpr size_t kMaxRecordBytes = 16 << 20;
// What a dead letter keeps of a record.
inline constexpr size_t kMaxExcerptBytes = 64 << 10;
// What answers and dead letters keep of an id that came in.
inline constexpr size_t kMaxRefusalIdBytes = 200;
// And of the field and the rule, each.
inline constexpr size_t kMaxRefusalTextBytes = 1 << 10;

// A record that is not taken, with the field and the rule that it breaks:
// field "abstract", rule "is 10,000,000 bytes long; at most 100,000 are
// allowed". The field is "line" or "document" when no field could be read.
struct Refusal {
  int64_t record = 0;  // Line of the file or number of the record, from 1.
  std::string id;      // Paper id, or event id; empty when unreadable.
  std::string field;
  std::string rule;
  std::string excerpt;  // UTF-8, at most kMaxExcerptBytes.
  // It came as a message; the excerpt is its JSON.
  bool as_message = false;
};

// Takes what a reader finds, in the order of the input. `raw` is the record as
// it was written, or its beginning, and empty when it was no text; it lives
// during the call.
template <class Message>
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void OnRecord(int64_t record, Message message,
                        std::string_view raw) = 0;
  virtual void OnRefusal(Refusal refusal) = 0;
};

using PaperSink = RecordSink<v1::Paper>;
using EventSink = RecordSink<v1::Event>;

// Reads a file that comes in chunks. A record may span chunks; memory is
// bounded by one record. A bad record is refused and the next one is read;
// after damage that hides where the next record begins, the rest is dropped
// with one refusal. Not thread-safe.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  virtual void Feed(std::string_view chunk) = 0;
  // The file has ended. Nothing may be fed afterwards.
  virtual void Finish() = 0;
};

// The beginning of `raw` as valid UTF-8 without NUL: what is neither becomes
// U+FFFD.
std::string MakeExcerpt(std::string_view raw);
// Whether the excerpt is the whole record, as it was written: it was not cut,
// nothing in it was replaced, and the damage of a document did not end it.
bool IsWhole(const Refusal& refusal);
// Cuts id, field and rule to what answers and dead letters keep, as valid UTF-8
// without NUL.
void CutToLimits(Refusal* refusal);
// The beginning of `message` as JSON.
std::string JsonExcerpt(const google::protobuf::Message& message);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_RECORD_H_
