#ifndef BROADSHEET_CLI_RECORD_JSON_H_
#define BROADSHEET_CLI_RECORD_JSON_H_

#include <string>

#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "google/protobuf/message.h"

namespace broadsheet::cli {

// Records as one JSON object a line, with the field names that `ingest` and
// `events` read again, to the microsecond. What is empty is left out.
std::string PaperRecord(const v1::Paper& paper);
std::string EventRecord(const v1::Event& event);
// On one line, with the names of the proto.
std::string MessageJson(const google::protobuf::Message& message);
// The beginning of what is kept about a reader: since when, tokens, the
// account, claims and subscriptions.
std::string ReaderRecord(const std::string& reader,
                         const v1::ExportReaderResponse& page);
std::string CommentRecord(const v1::Comment& comment);
// A line of `export lists`.
std::string SubmissionRecord(const v1::Submission& submission);
std::string RetractionRecord(const v1::Retraction& retraction);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_RECORD_JSON_H_
