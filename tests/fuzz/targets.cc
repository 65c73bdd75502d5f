#include "tests/fuzz/targets.h"

#include <algorithm>
#include <iterator>

#include "ingest/atom_reader.h"
#include "ingest/bibtex_reader.h"
#include "ingest/biorxiv_reader.h"
#include "ingest/hf_daily_reader.h"
#include "ingest/json_lines_reader.h"
#include "ingest/kaggle_paper_parser.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/openalex_reader.h"
#include "ingest/ris_reader.h"
#include "ingest/rss_reader.h"
#include "ingest/semantic_scholar_reader.h"
#include "tests/fuzz/embeddings.h"
#include "tests/fuzz/enriching.h"
#include "tests/fuzz/json_bytes.h"
#include "tests/fuzz/models.h"
#include "tests/fuzz/queries.h"
#include "tests/fuzz/readers.h"
#include "tests/fuzz/texts.h"

namespace broadsheet::fuzz {
namespace {

using ingest::JsonEventReader;
using ingest::JsonPaperReader;
using ingest::KagglePaperReader;

// A line here makes a target; its seeds are in corpus/NAME.
constexpr Target kTargets[] = {
    {"atom", ReadPapers<ingest::AtomReader>},
    {"author_names", SplitNames},
    {"bibtex", ReadPapers<ingest::BibtexReader>},
    {"biorxiv", ReadPapers<ingest::BiorxivReader>},
    {"dates", ParseDates},
    {"embeddings", ParseEmbeddings},
    {"enricher", Enrich},
    {"hf_daily", ReadPapersOf<ingest::MakeHfDailyReader>},
    {"json_bytes", PrintJson},
    {"json_events", ReadEvents<JsonEventReader>},
    {"json_papers", ReadPapers<JsonPaperReader>},
    {"kaggle", ReadPapers<KagglePaperReader>},
    {"models", OpenModel},
    {"oai", ReadPapers<ingest::OaiXmlReader>},
    {"openalex", ReadPapersOf<ingest::MakeOpenAlexReader>},
    {"page_tokens", OpenPageTokens},
    {"paper_ids", ParseIds},
    {"queries", ParseQueries},
    {"ris", ReadPapers<ingest::RisReader>},
    {"rss", ReadPapers<ingest::RssReader>},
    {"semantic_scholar", ReadPapersOf<ingest::MakeSemanticScholarReader>},
    {"terms", AnalyzeText},
    {"tex", ConvertTex},
};
static_assert(std::ranges::is_sorted(kTargets, {}, &Target::name));

}  // namespace

std::span<const Target> AllTargets() { return kTargets; }

const Target* FindTarget(std::string_view name) {
  const auto target = std::ranges::find(kTargets, name, &Target::name);
  return target == std::end(kTargets) ? nullptr : target;
}

}  // namespace broadsheet::fuzz
