#ifndef BROADSHEET_INGEST_BIORXIV_READER_H_
#define BROADSHEET_INGEST_BIORXIV_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/record.h"

namespace broadsheet::ingest {

// Answers of api.biorxiv.org/details (https://api.biorxiv.org), medRxiv's too:
// an element of "collection" is one version of a paper. Versions of a paper in
// one answer become one record, which has the text of the latest and all their
// days. The id is "doi:10.1101/..."; the field `doi` is the journal's where the
// paper has appeared in one. Withdrawn are papers whose title or type says so.
class BiorxivReader final : public RecordReader {
 public:
  // What an answer says of itself in "messages".
  struct Page {
    std::string status;  // "ok", "no posts found".
    int64_t cursor = 0;  // Records before this page.
    int64_t count = 0;   // Records on it.
    int64_t total = 0;   // Records of all pages.
  };

  // `sink` must outlive this. Records and refusals come with Finish, or when
  // there are 1,000 of them.
  explicit BiorxivReader(PaperSink* sink);
  ~BiorxivReader() override;

  void Feed(std::string_view chunk) override;
  void Finish() override;
  // After Finish.
  const Page& page() const;

 private:
  class Versions;
  std::unique_ptr<Versions> versions_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_BIORXIV_READER_H_
