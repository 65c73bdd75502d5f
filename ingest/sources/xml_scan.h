#ifndef BROADSHEET_INGEST_SOURCES_XML_SCAN_H_
#define BROADSHEET_INGEST_SOURCES_XML_SCAN_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace broadsheet::ingest {

// An element when it ends. Names are without their namespaces.
struct XmlElement {
  std::string_view parent;
  std::string_view name;
  // Its own text, trimmed; at most 8 KiB of it are kept.
  std::string_view text;
  const std::map<std::string, std::string>& attributes;
};

// Calls `on_element` for each element of a page, for what the page says of
// itself; its records are read by a RecordReader. Entities and document types
// are refused. DATA_LOSS with what is wrong when it is no XML.
absl::Status ScanXml(std::string_view page,
                     const std::function<void(const XmlElement&)>& on_element);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_XML_SCAN_H_
