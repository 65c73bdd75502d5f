#ifndef BROADSHEET_INGEST_JSON_PAPER_PARSER_H_
#define BROADSHEET_INGEST_JSON_PAPER_PARSER_H_

#include <memory>
#include <optional>
#include <string_view>

#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"

namespace broadsheet::ingest {

// Papers as JSON objects. Fields: id, title, abstract (or summary), authors,
// categories (and category), comment (comments), announced (first_seen),
// published (date), updated (update_date), doi, journal_ref (journal-ref),
// license, withdrawn, tldr (one sentence), keywords, and what
// json_paper_extras.h reads: links, versions, signals. Of two names of one
// field, the first that is present counts. Types are checked here, contents are
// the normaliser's. Not thread-safe.
class JsonPaperParser {
 public:
  JsonPaperParser();
  ~JsonPaperParser();

  // Nothing when `paper` was read; else the first rule that the line breaks.
  // Then `paper` may hold the id.
  std::optional<FieldViolation> Parse(std::string_view line, v1::Paper* paper);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_PAPER_PARSER_H_
