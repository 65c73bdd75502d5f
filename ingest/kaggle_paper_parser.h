#ifndef BROADSHEET_INGEST_KAGGLE_PAPER_PARSER_H_
#define BROADSHEET_INGEST_KAGGLE_PAPER_PARSER_H_

#include <memory>
#include <optional>
#include <string_view>

#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"
#include "ingest/json_lines_reader.h"

namespace broadsheet::ingest {

// A line of arXiv's snapshot on Kaggle (kaggle.com/datasets/Cornell-University/
// arxiv): the fields of arXivRaw as JSON, authors also taken apart. `submitter`
// and `report-no` are not kept. Not thread-safe.
class KagglePaperParser {
 public:
  KagglePaperParser();
  ~KagglePaperParser();

  // Nothing when `paper` was read; else the first rule that the line breaks.
  // Then `paper` may hold the id.
  std::optional<FieldViolation> Parse(std::string_view line, v1::Paper* paper);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

using KagglePaperReader = JsonLinesReader<v1::Paper, KagglePaperParser>;

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_KAGGLE_PAPER_PARSER_H_
