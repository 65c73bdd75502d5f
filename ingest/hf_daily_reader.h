#ifndef BROADSHEET_INGEST_HF_DAILY_READER_H_
#define BROADSHEET_INGEST_HF_DAILY_READER_H_

#include <memory>

#include "ingest/record.h"

namespace broadsheet::ingest {

// The daily_papers list of Hugging Face (https://huggingface.co/docs/hub/api):
// a JSON list, or JSON lines, whose elements have the paper in a member "paper"
// or are the paper. Takes id, title, summary, authors, publishedAt, upvotes
// (signal "hf_upvotes"), githubStars ("github_stars"), githubRepo and
// projectPage (links), withdrawnAt. The day when somebody submitted it there is
// no announcement of arXiv's and is left out. `sink` must outlive the reader.
std::unique_ptr<RecordReader> MakeHfDailyReader(PaperSink* sink);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HF_DAILY_READER_H_
