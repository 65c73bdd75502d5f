#ifndef BROADSHEET_STORAGE_VECTOR_RULES_H_
#define BROADSHEET_STORAGE_VECTOR_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "broadsheet/internal/v1/vector_store_service.pb.h"
#include "storage/rules.h"

namespace broadsheet::storage {

// 1 to 100 bytes of [A-Za-z0-9._/@:-].
Violation CheckEncoder(const std::string& field, const std::string& name);

// The rules of paper_vector.proto, and that the vectors are of different papers
// and of one encoder and dimension. OK or INVALID_ARGUMENT.
absl::Status CheckVectors(const internal::v1::PutPaperVectorsRequest& request);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_VECTOR_RULES_H_
