#ifndef BROADSHEET_INGEST_ENRICHERS_ANSWER_H_
#define BROADSHEET_INGEST_ENRICHERS_ANSWER_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/json_tree.h"

// For the .cc files of enrichers; simdjson's header is large.

namespace broadsheet::ingest {

inline absl::Status BadAnswer(std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the answer cannot be used: it ", AsAbsl(what)));
}

// DATA_LOSS when it is no JSON object. The tree's root is valid until the next
// call.
inline absl::Status ParseAnswer(std::string_view answer, JsonTree* tree) {
  const auto violation = tree->Parse(answer);
  return violation ? BadAnswer(violation->rule) : absl::OkStatus();
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ENRICHERS_ANSWER_H_
