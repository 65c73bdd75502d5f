#ifndef BROADSHEET_INGEST_OPENALEX_READER_H_
#define BROADSHEET_INGEST_OPENALEX_READER_H_

#include <memory>
#include <string>

#include "ingest/record.h"

namespace broadsheet::ingest {

// An answer of a service in pages, as a harvester needs it.
class PagedReader : public RecordReader {
 public:
  // Where the next page begins; empty on the last one, and for a file that is
  // no answer. After Finish.
  virtual std::string next_cursor() const = 0;
};

// OpenAlex works (https://docs.openalex.org/api-entities/works/work-object) as
// JSON lines or as an answer of the API. The id is arXiv's where one of the
// work's locations, ids or DOI tells it, else the DOI's, else
// "openalex:W123". Takes title, abstract (from its inverted index), authors,
// publication date, venue, DOI, licence, citations (signal "citations") and
// retractions (withdrawn). `sink` must outlive the reader.
std::unique_ptr<PagedReader> MakeOpenAlexReader(PaperSink* sink);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_OPENALEX_READER_H_
