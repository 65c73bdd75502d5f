#ifndef BROADSHEET_CLI_INPUT_FORMAT_H_
#define BROADSHEET_CLI_INPUT_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "broadsheet/v1/ingest_service.pb.h"

namespace broadsheet::cli {

// The names of the formats that papers come in: "jsonl", "oai", ...
std::vector<std::string> InputFormatNames();

// The format of that name; unspecified for others.
v1::InputFormat InputFormatNamed(std::string_view name);

// What a file is, by its name (without .gz and .zst: .bib, .ris, .atom, .rss,
// .xml, and the snapshot of arXiv's name) and its first bytes: the root of XML,
// the first fields of JSON. JSON lines when nothing tells.
v1::InputFormat GuessFormat(std::string_view path, std::string_view head);

// True when records are lines, and numbered as such.
bool HasRecordsInLines(v1::InputFormat format);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_INPUT_FORMAT_H_
