#ifndef BROADSHEET_INGEST_READ_PAPERS_H_
#define BROADSHEET_INGEST_READ_PAPERS_H_

#include <string_view>

#include "ingest/record.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {

// For tests: what `make_reader(sink)` finds in `text`, fed in chunks.
template <class MakeReader>
RecordingSink<v1::Paper> ReadPapers(MakeReader make_reader,
                                    std::string_view text,
                                    size_t chunk = 1 << 20) {
  RecordingSink<v1::Paper> sink;
  const auto reader = make_reader(&sink);
  for (size_t at = 0; at < text.size(); at += chunk) {
    reader->Feed(text.substr(at, chunk));
  }
  reader->Finish();
  return sink;
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_READ_PAPERS_H_
