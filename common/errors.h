#ifndef BROADSHEET_COMMON_ERRORS_H_
#define BROADSHEET_COMMON_ERRORS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace broadsheet {

// Debian 12's absl::string_view is not std::string_view; this crosses the
// border without a copy.
inline absl::string_view AsAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
inline std::string_view AsStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

// A field of a request that breaks a rule, as people read it: field
// "events[3].paper_id", rule "is empty; 1 to 200 bytes are allowed".
struct FieldViolation {
  std::string field;
  std::string rule;
};

// An error of `code` with a machine-readable reason (UPPER_SNAKE_CASE), which
// travels as google.rpc.ErrorInfo (AIP-193).
absl::Status MakeError(absl::StatusCode code, std::string_view reason,
                       std::string_view message);

// INVALID_ARGUMENT (reason INVALID_FIELD) that names the field and the rule,
// and travels as google.rpc.BadRequest. At most 20 violations are kept.
absl::Status InvalidField(std::string_view field, std::string_view rule);
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// The reason of an error; empty when it has none.
std::string ReasonOf(const absl::Status& status);

// The violations that an error carries.
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_ERRORS_H_
