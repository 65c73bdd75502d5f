#ifndef BROADSHEET_INGEST_JSON_LINES_READER_H_
#define BROADSHEET_INGEST_JSON_LINES_READER_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/errors.h"
#include "common/sizes.h"
#include "ingest/json_event_parser.h"
#include "ingest/json_paper_parser.h"
#include "ingest/line_splitter.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

// JSON lines: one object a line, blank lines are skipped, a byte order mark at
// the beginning too. Records are numbered by their lines.
template <class Message, class Parser>
class JsonLinesReader final : public RecordReader {
 public:
  // `sink` must outlive this.
  explicit JsonLinesReader(RecordSink<Message>* sink)
      : sink_(sink),
        lines_(kMaxRecordBytes,
               [this](const LineSplitter::Line& line) { Read(line); }) {}

  void Feed(std::string_view chunk) override { lines_.Feed(chunk); }
  void Finish() override { lines_.Finish(); }

 private:
  static const std::string& IdOf(const v1::Paper& paper) { return paper.id(); }
  static const std::string& IdOf(const v1::Event& event) {
    return event.event_id();
  }

  void Read(const LineSplitter::Line& line) {
    std::string_view text = line.text;
    if (line.number == 1 && text.starts_with("\xef\xbb\xbf")) {
      text.remove_prefix(3);
    }
    if (absl::StripAsciiWhitespace(AsAbsl(text)).empty()) return;
    Message message;
    if (!line.complete) {
      Refuse(
          line, message,
          {"line", "is longer than " + WithCommas(kMaxRecordBytes) + " bytes"});
    } else if (auto violation = parser_.Parse(text, &message)) {
      Refuse(line, message, *std::move(violation));
    } else {
      sink_->OnRecord(line.number, std::move(message), text);
    }
  }

  void Refuse(const LineSplitter::Line& line, const Message& message,
              FieldViolation violation) {
    sink_->OnRefusal({line.number, IdOf(message), std::move(violation.field),
                      std::move(violation.rule), MakeExcerpt(line.text)});
  }

  RecordSink<Message>* sink_;
  Parser parser_;
  LineSplitter lines_;
};

using JsonPaperReader = JsonLinesReader<v1::Paper, JsonPaperParser>;
using JsonEventReader = JsonLinesReader<v1::Event, JsonEventParser>;

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_LINES_READER_H_
