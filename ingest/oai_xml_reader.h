#ifndef BROADSHEET_INGEST_OAI_XML_READER_H_
#define BROADSHEET_INGEST_OAI_XML_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/record.h"

namespace broadsheet::ingest {

// What an OAI-PMH answer says besides its records.
struct OaiAnswer {
  // Set when the server refused: "badArgument", "From is in the future".
  // noRecordsMatch is no error: it means an empty list.
  std::string error_code;
  std::string error_text;
  // Asks for the next page; empty on the last one.
  std::string resumption_token;
  // 0 when the server does not say.
  int64_t complete_list_size = 0;
};

// Reads an OAI-PMH answer (ListRecords or GetRecord, metadataPrefix=arXiv).
// Deleted records come as withdrawals. Entities, document types and encodings
// other than UTF-8 are refused: nothing is ever expanded. Records are numbered
// from 1. Damage to the document refuses its rest, with field "document".
class OaiXmlReader final : public RecordReader {
 public:
  // `sink` must outlive this.
  explicit OaiXmlReader(PaperSink* sink);
  ~OaiXmlReader() override;

  void Feed(std::string_view chunk) override;
  void Finish() override;

  // After Finish.
  const OaiAnswer& answer() const;
  // What broke the document, if anything did.
  const std::optional<std::string>& damage() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_OAI_XML_READER_H_
