#ifndef BROADSHEET_INGEST_OAI_FIXTURES_H_
#define BROADSHEET_INGEST_OAI_FIXTURES_H_

#include <string>

#include "absl/strings/str_cat.h"

namespace broadsheet::ingest {

// For tests: OAI-PMH answers as arXiv's server writes them.

inline std::string OaiDocument(const std::string& content) {
  return absl::StrCat(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-11-23T00:00:00Z</responseDate>
<request verb="ListRecords">http://127.0.0.1/oai</request>
)",
      content, "\n</OAI-PMH>\n");
}

inline std::string OaiHeader(const std::string& id,
                             const std::string& datestamp,
                             const std::string& attributes = "") {
  return absl::StrCat("<header", attributes, "><identifier>oai:arXiv.org:", id,
                      "</identifier><datestamp>", datestamp,
                      "</datestamp><setSpec>math</setSpec></header>");
}

// `fields`: elements of <arXiv> after the id.
inline std::string OaiRecord(const std::string& id,
                             const std::string& datestamp,
                             const std::string& fields) {
  return absl::StrCat("<record>", OaiHeader(id, datestamp),
                      "<metadata><arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\">",
                      "<id>", id, "</id>", fields,
                      "</arXiv></metadata></record>\n");
}

// `fields`: elements of <arXivRaw> after the id.
inline std::string OaiRawRecord(const std::string& id,
                                const std::string& datestamp,
                                const std::string& fields) {
  return absl::StrCat(
      "<record>", OaiHeader(id, datestamp),
      "<metadata><arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">", "<id>",
      id, "</id>", fields, "</arXivRaw></metadata></record>\n");
}

inline std::string OaiDeletion(const std::string& id,
                               const std::string& datestamp) {
  return absl::StrCat("<record>",
                      OaiHeader(id, datestamp, " status=\"deleted\""),
                      "</record>\n");
}

inline std::string OaiList(const std::string& records,
                           const std::string& token = "") {
  return OaiDocument(
      absl::StrCat("<ListRecords>\n", records,
                   "<resumptionToken completeListSize=\"3\" cursor=\"0\">",
                   token, "</resumptionToken>\n</ListRecords>"));
}

inline std::string OaiError(const std::string& code, const std::string& text) {
  return OaiDocument(
      absl::StrCat("<error code=\"", code, "\">", text, "</error>"));
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_OAI_FIXTURES_H_
