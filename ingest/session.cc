#include "ingest/session.h"

#include "ingest/event_normalizer.h"
#include "ingest/json_lines_reader.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/paper_normalizer.h"

namespace broadsheet::ingest {
namespace {

Origin MakeOrigin(const v1::IngestHeader& header, bool event) {
  return {.source = header.source(),
          .file_name = header.file_name(),
          .format = header.format(),
          .ids_only = header.ids_only(),
          .event = event};
}

}  // namespace

std::unique_ptr<RecordReader> PaperStream::MakeReader(v1::InputFormat format,
                                                      PaperSink* sink) {
  switch (format) {
    case v1::INPUT_FORMAT_JSON_LINES:
      return std::make_unique<JsonPaperReader>(sink);
    case v1::INPUT_FORMAT_OAI_XML:
      return std::make_unique<OaiXmlReader>(sink);
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

Origin PaperStream::OriginOf(const v1::IngestHeader& header) {
  return MakeOrigin(header, /*event=*/false);
}

Origin EventStream::OriginOf(const v1::IngestHeader& header) {
  return MakeOrigin(header, /*event=*/true);
}

}  // namespace broadsheet::ingest
