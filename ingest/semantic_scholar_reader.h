#ifndef BROADSHEET_INGEST_SEMANTIC_SCHOLAR_READER_H_
#define BROADSHEET_INGEST_SEMANTIC_SCHOLAR_READER_H_

#include <memory>

#include "ingest/record.h"

namespace broadsheet::ingest {

// Papers of Semantic Scholar's datasets
// (https://api.semanticscholar.org/api-docs/datasets), JSON lines whose keys
// are in lower case. The id is arXiv's where externalids tells one, else the
// DOI's, else "s2:CORPUSID". Takes title, abstract (rows of "abstracts" joined
// in), authors, publicationdate, venue and citationcount (signal "citations").
// `sink` must outlive the reader.
std::unique_ptr<RecordReader> MakeSemanticScholarReader(PaperSink* sink);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SEMANTIC_SCHOLAR_READER_H_
