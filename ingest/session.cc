#include "ingest/session.h"

#include "ingest/atom_reader.h"
#include "ingest/event_normalizer.h"
#include "ingest/json_lines_reader.h"
#include "ingest/kaggle_paper_parser.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/paper_normalizer.h"
#include "ingest/rss_reader.h"

namespace broadsheet::ingest {

std::unique_ptr<RecordReader> PaperStream::MakeReader(v1::InputFormat format,
                                                      PaperSink* sink) {
  switch (format) {
    case v1::INPUT_FORMAT_JSON_LINES:
      return std::make_unique<JsonPaperReader>(sink);
    case v1::INPUT_FORMAT_OAI_XML:
      return std::make_unique<OaiXmlReader>(sink);
    case v1::INPUT_FORMAT_KAGGLE:
      return std::make_unique<KagglePaperReader>(sink);
    case v1::INPUT_FORMAT_ATOM:
      return std::make_unique<AtomReader>(sink);
    case v1::INPUT_FORMAT_RSS:
      return std::make_unique<RssReader>(sink);
    default:
      return nullptr;
  }
}

Intake<v1::Paper>::Normalize PaperStream::MakeNormalizer(
    const v1::IngestHeader& header, const Clock* clock) {
  const PaperNormalizer normalizer(
      {.source = header.source(), .ids_only = header.ids_only()}, clock);
  return [normalizer](v1::Paper* paper) { return normalizer.Normalize(paper); };
}

std::unique_ptr<RecordReader> EventStream::MakeReader(v1::InputFormat format,
                                                      EventSink* sink) {
  if (format != v1::INPUT_FORMAT_JSON_LINES) return nullptr;
  return std::make_unique<JsonEventReader>(sink);
}

Intake<v1::Event>::Normalize EventStream::MakeNormalizer(
    const v1::IngestHeader& header, const Clock* clock) {
  const EventNormalizer normalizer(header.source(), clock);
  return [normalizer](v1::Event* event) { return normalizer.Normalize(event); };
}

}  // namespace broadsheet::ingest
