#include "ingest/letter_document.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

struct Frame {
  v1::InputFormat format;
  std::string_view before;
  std::string_view after;
};

// What stands around a record, with the names that records may use.
constexpr Frame kFrames[] = {
    {v1::INPUT_FORMAT_OAI_XML,
     R"(<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" )"
     R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><ListRecords>)",
     "</ListRecords></OAI-PMH>"},
    {v1::INPUT_FORMAT_ATOM,
     R"(<feed xmlns="http://www.w3.org/2005/Atom" )"
     R"(xmlns:arxiv="http://arxiv.org/schemas/atom" )"
     R"(xmlns:dc="http://purl.org/dc/elements/1.1/">)",
     "</feed>"},
    {v1::INPUT_FORMAT_RSS,
     R"(<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom" )"
     R"(xmlns:dc="http://purl.org/dc/elements/1.1/" )"
     R"(xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>)",
     "</channel></rss>"},
    {v1::INPUT_FORMAT_BIORXIV,
     R"({"messages":[{"status":"ok"}],"collection":[)", "]}"},
};

bool IsJsonLines(v1::InputFormat format) {
  switch (format) {
    case v1::INPUT_FORMAT_JSON_LINES:
    case v1::INPUT_FORMAT_KAGGLE:
    case v1::INPUT_FORMAT_HF_DAILY:
    case v1::INPUT_FORMAT_OPENALEX:
    case v1::INPUT_FORMAT_SEMANTIC_SCHOLAR:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string AsDocument(const v1::DeadLetter& letter) {
  for (const Frame& frame : kFrames) {
    if (frame.format != letter.format()) continue;
    return absl::StrCat(AsAbsl(frame.before), letter.excerpt(),
                        AsAbsl(frame.after));
  }
  if (!IsJsonLines(letter.format())) return letter.excerpt();
  // In JSON a line can end only between values.
  return absl::StrReplaceAll(letter.excerpt(), {{"\n", " "}, {"\r", " "}});
}

}  // namespace broadsheet::ingest
