#ifndef BROADSHEET_INGEST_RSS_READER_H_
#define BROADSHEET_INGEST_RSS_READER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "ingest/feed_entry.h"
#include "ingest/record.h"
#include "ingest/xml_reader.h"

namespace broadsheet::ingest {

// Reads RSS 2.0 feeds (rssboard.org/rss-specification) of arXiv: its feed of a
// day; or one <item> alone.
class RssReader final : public XmlReader {
 public:
  // `sink` must outlive this.
  explicit RssReader(PaperSink* sink) : XmlReader(sink) {}

  // After Finish. Set when the server refused: what it says.
  const std::string& error() const { return error_; }

 private:
  void OnStart(std::string_view name, Attributes attributes) override;
  void OnEnd(std::string_view name) override;
  void OnDocumentEnd() override;
  std::string RecordId() const override;

  void EndInChannel(std::string_view name);
  void EndInItem(std::string_view name);

  std::string error_;
  std::string channel_title_;
  std::string channel_description_;
  std::optional<absl::CivilDay> channel_day_;
  FeedEntry entry_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_RSS_READER_H_
