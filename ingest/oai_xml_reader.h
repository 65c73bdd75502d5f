#ifndef BROADSHEET_INGEST_OAI_XML_READER_H_
#define BROADSHEET_INGEST_OAI_XML_READER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/arxiv_record.h"
#include "ingest/record.h"
#include "ingest/xml_reader.h"

namespace broadsheet::ingest {

// What an OAI-PMH answer says besides its records.
struct OaiAnswer {
  // The server's time, "2026-11-23T00:00:00Z": whoever comes again asks for
  // what changed from then on.
  std::string response_date;
  // Set when the server refused: "badArgument", "From is in the future".
  // noRecordsMatch is no error: it means an empty list.
  std::string error_code;
  std::string error_text;
  // Asks for the next page; empty on the last one.
  std::string resumption_token;
  // 0 when the server does not say.
  int64_t complete_list_size = 0;
};

// Reads an OAI-PMH answer (openarchives.org/OAI/2.0/openarchivesprotocol.htm)
// to ListRecords or GetRecord with metadataPrefix=arXivRaw or arXiv, or one
// <record> alone. Deleted records come as withdrawals.
class OaiXmlReader final : public XmlReader {
 public:
  // `sink` must outlive this.
  explicit OaiXmlReader(PaperSink* sink) : XmlReader(sink) {}

  // After Finish.
  const OaiAnswer& answer() const { return answer_; }

 private:
  void OnStart(std::string_view name, Attributes attributes) override;
  void OnEnd(std::string_view name) override;
  void OnDocumentEnd() override;
  std::string RecordId() const override;

  void StartRoot(std::string_view name);
  void StartInRecord(std::string_view name, Attributes attributes);
  void StartInEnvelope(std::string_view name, Attributes attributes);
  void StartToken(Attributes attributes);
  void EndInRecord(std::string_view name);
  void EndAuthorPart(std::string_view name);
  void EndVersionPart(std::string_view name);
  void EndMetadataField(std::string_view name);
  void EndOaiRecord();
  void EndError();

  OaiAnswer answer_;
  std::string verb_;  // Element below the root.
  ArxivRecord record_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_OAI_XML_READER_H_
