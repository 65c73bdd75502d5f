#include "cli/input_format.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "absl/strings/match.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kNone = std::string_view::npos;

struct Format {
  std::string_view name;
  v1::InputFormat format;
};

constexpr Format kFormats[] = {
    {"jsonl", v1::INPUT_FORMAT_JSON_LINES},
    {"oai", v1::INPUT_FORMAT_OAI_XML},
    {"kaggle", v1::INPUT_FORMAT_KAGGLE},
    {"atom", v1::INPUT_FORMAT_ATOM},
    {"rss", v1::INPUT_FORMAT_RSS},
    {"hf-daily", v1::INPUT_FORMAT_HF_DAILY},
    {"openalex", v1::INPUT_FORMAT_OPENALEX},
    {"semantic-scholar", v1::INPUT_FORMAT_SEMANTIC_SCHOLAR},
    {"bibtex", v1::INPUT_FORMAT_BIBTEX},
    {"ris", v1::INPUT_FORMAT_RIS},
    {"biorxiv", v1::INPUT_FORMAT_BIORXIV},
};

// Endings of names.
constexpr Format kEndings[] = {
    {".bib", v1::INPUT_FORMAT_BIBTEX}, {".bibtex", v1::INPUT_FORMAT_BIBTEX},
    {".ris", v1::INPUT_FORMAT_RIS},    {".atom", v1::INPUT_FORMAT_ATOM},
    {".rss", v1::INPUT_FORMAT_RSS},
};

// What the beginning of a JSON file has in it; the first that fits counts.
constexpr Format kJsonMarks[] = {
    {"\"submitter\"", v1::INPUT_FORMAT_KAGGLE},
    {"\"authors_parsed\"", v1::INPUT_FORMAT_KAGGLE},
    {"\"corpusid\"", v1::INPUT_FORMAT_SEMANTIC_SCHOLAR},
    {"https://openalex.org/W", v1::INPUT_FORMAT_OPENALEX},
    {"\"paper\":{\"id\"", v1::INPUT_FORMAT_HF_DAILY},
    {"\"messages\":[{", v1::INPUT_FORMAT_BIORXIV},
    {"\"db_response_time_ms\"", v1::INPUT_FORMAT_OPENALEX},
};

// Roots of XML documents.
constexpr Format kRoots[] = {
    {"<OAI-PMH", v1::INPUT_FORMAT_OAI_XML},
    {"<feed", v1::INPUT_FORMAT_ATOM},
    {"<rss", v1::INPUT_FORMAT_RSS},
};

std::string_view WithoutPacking(std::string_view path) {
  for (std::string_view ending : {".gz", ".zst"}) {
    if (absl::EndsWithIgnoreCase(AsAbsl(path), AsAbsl(ending))) {
      path.remove_suffix(ending.size());
      return path;
    }
  }
  return path;
}

// The JSON in `head` without the spaces between its parts.
std::string WithoutSpaces(std::string_view head) {
  std::string text;
  for (char c : head) {
    if (std::string_view(" \t\r\n").find(c) == kNone) text.push_back(c);
  }
  return text;
}

v1::InputFormat FormatOfJson(std::string_view head) {
  const std::string text = WithoutSpaces(head);
  for (const Format& mark : kJsonMarks) {
    if (text.find(mark.name) != kNone) return mark.format;
  }
  return v1::INPUT_FORMAT_JSON_LINES;
}

v1::InputFormat FormatOfXml(std::string_view head) {
  for (const Format& root : kRoots) {
    if (head.find(root.name) != kNone) return root.format;
  }
  return v1::INPUT_FORMAT_OAI_XML;
}

}  // namespace

std::vector<std::string> InputFormatNames() {
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

v1::InputFormat InputFormatNamed(std::string_view name) {
  const auto format = std::ranges::find(kFormats, name, &Format::name);
  return format == std::end(kFormats) ? v1::INPUT_FORMAT_UNSPECIFIED
                                      : format->format;
}

v1::InputFormat GuessFormat(std::string_view path, std::string_view head) {
  path = WithoutPacking(path);
  for (const Format& ending : kEndings) {
    if (absl::EndsWithIgnoreCase(AsAbsl(path), AsAbsl(ending.name))) {
      return ending.format;
    }
  }
  if (path.find("arxiv-metadata-oai-snapshot") != kNone) {
    return v1::INPUT_FORMAT_KAGGLE;
  }
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  if (head.starts_with('<') || absl::EndsWithIgnoreCase(AsAbsl(path), ".xml")) {
    return FormatOfXml(head);
  }
  if (head.starts_with('@')) return v1::INPUT_FORMAT_BIBTEX;
  if (head.starts_with("TY  -")) return v1::INPUT_FORMAT_RIS;
  return FormatOfJson(head);
}

bool HasRecordsInLines(v1::InputFormat format) {
  return format == v1::INPUT_FORMAT_JSON_LINES ||
         format == v1::INPUT_FORMAT_KAGGLE ||
         format == v1::INPUT_FORMAT_SEMANTIC_SCHOLAR;
}

}  // namespace broadsheet::cli
