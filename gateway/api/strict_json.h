#ifndef BROADSHEET_GATEWAY_API_STRICT_JSON_H_
#define BROADSHEET_GATEWAY_API_STRICT_JSON_H_

#include <string>

#include "absl/status/status.h"

namespace google::protobuf {
class Message;
}

namespace broadsheet::gateway {

// Reads a request from JSON as protobuf's mapping has it, after a check that
// protobuf's parser leaves out: real JSON, one object (for a ListValue one
// array), no key twice in an object, at most 32 levels deep. Unknown fields are
// refused. INVALID_ARGUMENT about "body".
absl::Status ParseStrictJson(const std::string& text,
                             google::protobuf::Message* message);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_STRICT_JSON_H_
