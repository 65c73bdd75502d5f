#ifndef BROADSHEET_INGEST_RIS_READER_H_
#define BROADSHEET_INGEST_RIS_READER_H_

#include <string>

#include "ingest/line_splitter.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

inline constexpr size_t kMaxRisRecordBytes = 1 << 20;

// Papers of a RIS file
// (https://en.wikipedia.org/wiki/RIS_(file_format)): lines "TY  - JOUR" up to
// "ER  - ". Takes TI or T1, AU or A1, AB or N2, DO, UR, JO and its like, DA or
// PY when it has a whole day, and ID or AN. The id is arXiv's where an address
// or DOI tells one, else the DOI's, else ID or AN. A line without a tag goes on
// with the one before. Records are numbered by the lines where they begin.
class RisReader final : public RecordReader {
 public:
  // `sink` must outlive this.
  explicit RisReader(PaperSink* sink);

  void Feed(std::string_view chunk) override { lines_.Feed(chunk); }
  void Finish() override;

 private:
  void Read(const LineSplitter::Line& line);
  void ReadTagged(std::string_view tag, std::string_view value);
  void Begin(int64_t line);
  void End();

  PaperSink* sink_;
  LineSplitter lines_;
  bool in_record_ = false;
  bool overlong_ = false;
  int64_t first_line_ = 0;
  v1::Paper paper_;
  std::string fallback_id_;
  std::string day_;
  std::string raw_;
  std::string* last_ = nullptr;  // What a line without a tag goes on with.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_RIS_READER_H_
