#ifndef BROADSHEET_GATEWAY_API_QUERY_TO_PROTO_H_
#define BROADSHEET_GATEWAY_API_QUERY_TO_PROTO_H_

#include <string>

#include "absl/status/status.h"
#include "gateway/http/query.h"

namespace google::protobuf {
class Message;
}

namespace broadsheet::gateway {

// Sets the field that `path` names: "page_size", "pageSize" or, within a
// message, "min_position.epoch". A repeated field takes one value more. Enums
// go by name, times are RFC 3339, numbers decimal. INVALID_ARGUMENT names the
// field: unknown, a message, given twice, or not a value of its type.
absl::Status SetField(const std::string& path, const std::string& value,
                      google::protobuf::Message* message);

// All parameters of a query.
absl::Status SetFields(const QueryParams& query,
                       google::protobuf::Message* message);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_QUERY_TO_PROTO_H_
