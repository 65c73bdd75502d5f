#ifndef BROADSHEET_GATEWAY_MCP_MCP_TOOLS_H_
#define BROADSHEET_GATEWAY_MCP_MCP_TOOLS_H_

#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "common/json_writer.h"
#include "gateway/http/http_call.h"
#include "gateway/method_table.h"

namespace google::protobuf {
class Struct;
}

namespace broadsheet::gateway {

// What an agent may do here: search, paper, similar, trending, daily and feed.
// Each is a public method behind the same policy as the others. Blocks;
// thread-safe.
class McpTools {
 public:
  // `base`: "https://papers.example". `methods` must outlive this.
  McpTools(const MethodTable* methods, std::string base)
      : methods_(methods), base_(std::move(base)) {}

  // The array of tools/list: names, descriptions, schemas of arguments.
  static void WriteList(JsonWriter* json);
  static bool Has(const std::string& tool);

  // The answer of a tool as Markdown. INVALID_ARGUMENT that names an argument;
  // the errors of the houses.
  absl::StatusOr<std::string> Call(
      const std::string& tool, HttpCall& call,
      const google::protobuf::Struct& arguments) const;

 private:
  absl::StatusOr<std::string> DailyText(
      HttpCall& call, const v1::ListSubmittedRequest& request) const;

  const MethodTable* const methods_;
  const std::string base_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_MCP_MCP_TOOLS_H_
