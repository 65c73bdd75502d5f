#ifndef BROADSHEET_GATEWAY_API_HF_BODY_H_
#define BROADSHEET_GATEWAY_API_HF_BODY_H_

#include <simdjson.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/http/http_call.h"

namespace broadsheet::gateway {

// The body of a write of the Hugging Face Papers API: the members of a JSON
// object that we know. Errors are INVALID_ARGUMENT and name the field. Not
// thread-safe.
class HfBody {
 public:
  // First of all.
  absl::Status Parse(const HttpCall& call);

  // Whether there is such a member, null or not.
  bool Has(const char* field) const;
  // Also when it is missing.
  bool IsNull(const char* field) const;
  // Of `low` to `high` bytes; empty when it is missing or null.
  absl::StatusOr<std::string> Text(const char* field, size_t low,
                                   size_t high) const;
  // Up to 10 addresses of the web; none when it is missing or null.
  absl::StatusOr<std::vector<std::string>> Urls(const char* field) const;

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::object object_;
};

// Of the web, or empty.
absl::Status CheckHfUrl(const char* field, const std::string& url);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_HF_BODY_H_
