#ifndef BROADSHEET_INGEST_LETTER_DOCUMENT_H_
#define BROADSHEET_INGEST_LETTER_DOCUMENT_H_

#include <string>

#include "broadsheet/v1/ingest_service.pb.h"

namespace broadsheet::ingest {

// A dead letter's whole record as a document that the reader of its format
// reads: with what stands around a record in such a file.
std::string AsDocument(const v1::DeadLetter& letter);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_LETTER_DOCUMENT_H_
