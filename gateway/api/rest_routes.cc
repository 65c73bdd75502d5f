#include "gateway/api/rest_routes.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/errors.h"
#include "gateway/api/http_rules.h"
#include "gateway/api/json_printer.h"
#include "gateway/api/openapi.h"
#include "gateway/api/query_to_proto.h"
#include "gateway/api/strict_json.h"
#include "gateway/http/http_errors.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;

std::unique_ptr<Message> MakeMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      MessageFactory::generated_factory()->GetPrototype(type)->New());
}

absl::Status ReadBody(const HttpCall& call, Message* request) {
  if (!call.query.pairs().empty()) {
    return InvalidField(call.query.pairs().front().first,
                        "belongs into the body, not into the address");
  }
  if (call.request.body.empty()) return absl::OkStatus();
  if (!absl::StartsWithIgnoreCase(AsAbsl(call.request.Header("content-type")),
                                  "application/json")) {
    return InvalidField("content-type", "is not application/json");
  }
  return ParseStrictJson(call.request.body, request);
}

absl::Status ReadRequest(const HttpRule& rule, const HttpCall& call,
                         Message* request) {
  const absl::Status read =
      rule.has_body ? ReadBody(call, request) : SetFields(call.query, request);
  if (!read.ok()) return read;
  for (const auto& [name, value] : call.variables) {
    const absl::Status set = SetField(name, value, request);
    if (!set.ok()) return set;
  }
  return absl::OkStatus();
}

HttpResponse JsonAnswer(absl::StatusOr<std::string> text) {
  if (!text.ok()) return ErrorAnswer(text.status());
  return TextAnswer(200, "application/json", *std::move(text));
}

HttpResponse Serve(const HttpRule& rule, const MethodTable& methods,
                   const JsonPrinter& printer, HttpCall& call) {
  const auto request = MakeMessage(rule.descriptor->input_type());
  const auto response = MakeMessage(rule.descriptor->output_type());
  absl::Status status = ReadRequest(rule, call, request.get());
  if (status.ok()) {
    status = methods.Invoke(rule.method, call.context, call.identity,
                            request.get(), response.get());
  }
  if (!status.ok()) return ErrorAnswer(status);
  return JsonAnswer(printer.Print(*response));
}

// The same without a thread that waits.
void Start(const HttpRule& rule, ListStarter& lists,
           std::shared_ptr<const JsonPrinter> printer,
           const std::shared_ptr<HttpCall>& call, HttpDone done) {
  std::shared_ptr<Message> request = MakeMessage(rule.descriptor->input_type());
  const absl::Status read = ReadRequest(rule, *call, request.get());
  if (!read.ok()) return done(ErrorAnswer(read));
  lists.Start(rule.method, {call, &call->context}, call->identity,
              std::move(request),
              [printer = std::move(printer),
               done = std::move(done)](absl::StatusOr<std::string> bytes) {
                if (!bytes.ok()) return done(ErrorAnswer(bytes.status()));
                done(HttpAnswer([printer, bytes = *std::move(bytes)] {
                  return JsonAnswer(printer->PrintBytes(bytes));
                }));
              });
}

}  // namespace

void RegisterRestRoutes(Router* router, const MethodTable* methods,
                        ListStarter* lists) {
  const std::vector<HttpRule> rules = ReadHttpRules();
  for (const HttpRule& rule : rules) {
    auto printer =
        std::make_shared<const JsonPrinter>(rule.descriptor->output_type());
    if (lists != nullptr && lists->Starts(rule.method)) {
      router->AddStarted(
          rule.verb, rule.pattern,
          [rule, lists, printer](const std::shared_ptr<HttpCall>& call,
                                 HttpDone done) {
            Start(rule, *lists, printer, call, std::move(done));
          });
      continue;
    }
    router->Add(rule.verb, rule.pattern,
                [rule, methods, printer](HttpCall& call) {
                  return Serve(rule, *methods, *printer, call);
                });
  }
  router->Add("GET", "/api/v1/openapi.json",
              [document = WriteOpenApi(rules)](HttpCall&) {
                return TextAnswer(200, "application/json", document);
              });
}

}  // namespace broadsheet::gateway
