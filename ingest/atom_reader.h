#ifndef BROADSHEET_INGEST_ATOM_READER_H_
#define BROADSHEET_INGEST_ATOM_READER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/feed_entry.h"
#include "ingest/record.h"
#include "ingest/xml_reader.h"

namespace broadsheet::ingest {

// What a feed says besides its entries.
struct FeedAnswer {
  // Set when the server refused: what it says.
  std::string error;
  // Of the API (OpenSearch 1.1): how many entries the whole list has, the place
  // of the first one here, from 0, and the most that an answer may have; -1
  // when the feed does not say.
  int64_t total_results = -1;
  int64_t start_index = -1;
  int64_t items_per_page = -1;
  // Entries that were read, refused ones too.
  int64_t items = 0;
};

// Reads Atom feeds (RFC 4287) of arXiv: answers of its API, and its feed of a
// day; or one <entry> alone.
class AtomReader final : public XmlReader {
 public:
  // `sink` must outlive this.
  explicit AtomReader(PaperSink* sink) : XmlReader(sink) {}

  // After Finish.
  const FeedAnswer& answer() const { return answer_; }

 private:
  void OnStart(std::string_view name, Attributes attributes) override;
  void OnEnd(std::string_view name) override;
  void OnDocumentEnd() override;
  std::string RecordId() const override;

  void EndInFeed(std::string_view name);
  void EndInEntry(std::string_view name);
  void EndEntry();

  FeedAnswer answer_;
  std::string feed_title_;
  std::string feed_subtitle_;
  std::string feed_updated_;
  FeedEntry entry_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ATOM_READER_H_
