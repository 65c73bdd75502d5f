#include "ingest/session.h"

#include "ingest/atom_reader.h"
#include "ingest/bibtex_reader.h"
#include "ingest/biorxiv_reader.h"
#include "ingest/event_normalizer.h"
#include "ingest/hf_daily_reader.h"
#include "ingest/json_lines_reader.h"
#include "ingest/kaggle_paper_parser.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/openalex_reader.h"
#include "ingest/paper_normalizer.h"
#include "ingest/paper_stage.h"
#include "ingest/ris_reader.h"
#include "ingest/rss_reader.h"
#include "ingest/semantic_scholar_reader.h"

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
    case v1::INPUT_FORMAT_KAGGLE:
      return std::make_unique<KagglePaperReader>(sink);
    case v1::INPUT_FORMAT_ATOM:
      return std::make_unique<AtomReader>(sink);
    case v1::INPUT_FORMAT_RSS:
      return std::make_unique<RssReader>(sink);
    case v1::INPUT_FORMAT_HF_DAILY:
      return MakeHfDailyReader(sink);
    case v1::INPUT_FORMAT_OPENALEX:
      return MakeOpenAlexReader(sink);
    case v1::INPUT_FORMAT_SEMANTIC_SCHOLAR:
      return MakeSemanticScholarReader(sink);
    case v1::INPUT_FORMAT_BIBTEX:
      return std::make_unique<BibtexReader>(sink);
    case v1::INPUT_FORMAT_RIS:
      return std::make_unique<RisReader>(sink);
    case v1::INPUT_FORMAT_BIORXIV:
      return std::make_unique<BiorxivReader>(sink);
    default:
      return nullptr;
  }
}

Intake<v1::Paper>::Normalize PaperStream::MakeNormalizer(
    const v1::IngestHeader& header, const Backend& backend) {
  return MakePaperStage(
      {.source = header.source(), .ids_only = header.ids_only()}, backend);
}

std::unique_ptr<RecordReader> EventStream::MakeReader(v1::InputFormat format,
                                                      EventSink* sink) {
  if (format != v1::INPUT_FORMAT_JSON_LINES) return nullptr;
  return std::make_unique<JsonEventReader>(sink);
}

Intake<v1::Event>::Normalize EventStream::MakeNormalizer(
    const v1::IngestHeader& header, const Backend& backend) {
  const EventNormalizer normalizer(header.source(), backend.clock);
  return [normalizer](v1::Event* event) { return normalizer.Normalize(event); };
}

Origin PaperStream::OriginOf(const v1::IngestHeader& header) {
  return MakeOrigin(header, /*event=*/false);
}

Origin EventStream::OriginOf(const v1::IngestHeader& header) {
  return MakeOrigin(header, /*event=*/true);
}

}  // namespace broadsheet::ingest
