#include "ingest/source_precedence.h"

#include <algorithm>
#include <iterator>

namespace broadsheet::ingest {
namespace {

struct SourceKind {
  v1::InputFormat format;
  std::string_view name;
  int32_t precedence;
};

// The first is for everything unknown.
constexpr SourceKind kKinds[] = {
    {v1::INPUT_FORMAT_JSON_LINES, "jsonl", 90},
    {v1::INPUT_FORMAT_OAI_XML, "arxiv-oai", 90},
    {v1::INPUT_FORMAT_KAGGLE, "arxiv-kaggle", 90},
    {v1::INPUT_FORMAT_ATOM, "arxiv-atom", 90},
    {v1::INPUT_FORMAT_RSS, "arxiv-rss", 70},
    {v1::INPUT_FORMAT_HF_DAILY, "huggingface", 30},
    {v1::INPUT_FORMAT_OPENALEX, "openalex", 40},
    {v1::INPUT_FORMAT_SEMANTIC_SCHOLAR, "semantic-scholar", 40},
    {v1::INPUT_FORMAT_BIBTEX, "bibtex", 20},
    {v1::INPUT_FORMAT_RIS, "ris", 20},
    {v1::INPUT_FORMAT_BIORXIV, "biorxiv", 90},
};

const SourceKind& KindOf(v1::InputFormat format) {
  const auto kind = std::ranges::find(kKinds, format, &SourceKind::format);
  return kind == std::end(kKinds) ? kKinds[0] : *kind;
}

}  // namespace

std::string_view DefaultSource(v1::InputFormat format) {
  return KindOf(format).name;
}

int32_t SourcePrecedence(v1::InputFormat format, std::string_view source) {
  const auto kind = std::ranges::find(kKinds, source, &SourceKind::name);
  return kind == std::end(kKinds) ? KindOf(format).precedence
                                  : kind->precedence;
}

}  // namespace broadsheet::ingest
