#include "gateway/mcp/mcp_routes.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "gateway/api/strict_json.h"
#include "gateway/http/http_errors.h"
#include "gateway/mcp/mcp_tools.h"
#include "google/protobuf/struct.pb.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;

// Latest first.
constexpr const char* kVersions[] = {"2025-06-18", "2025-03-26"};

// They share the time of one request.
constexpr int kMostInBatch = 20;

constexpr int kParseError = -32700;
constexpr int kInvalidRequest = -32600;
constexpr int kMethodUnknown = -32601;
constexpr int kInvalidParams = -32602;
constexpr int kTooMany = -32000;  // The first that JSON-RPC leaves to servers.

constexpr char kInstructions[] =
    "A newspaper of scientific papers. Find papers with search, read one with "
    "paper, and go on from it with similar. Ids are arXiv ids or SOURCE:ID.";

constexpr char kLlms[] = R"(# Broadsheet

> A self-hosted daily newspaper of science: what is new, what others read, and
> papers like the ones you like.

All addresses are relative to this server. Reading needs no credential.

## For agents

- [MCP](/mcp): Model Context Protocol over streamable HTTP (POST), with the
  tools search, paper, similar, trending, daily and feed
- [A paper as Markdown](/papers/1706.03762.md): `/papers/{id}.md`
- [OpenAPI](/api/v1/openapi.json): every method as JSON under `/api/v1`
- [Search](/api/v1/search?query=attention&page_size=5)

## Lists

- [Today](/): the latest day's papers
- [Trending](/papers/trending)
- [Feeds](/feeds/daily.json): `/feeds/{daily|trending|category/C|search}` with
  the endings `.atom`, `.rss` and `.json`
)";

std::string Base(const HttpCall& call) {
  return absl::StrCat(call.OverTls() ? "https://" : "http://",
                      AsAbsl(call.request.Header("host")));
}

const Value* Field(const Struct& object, const char* name) {
  const auto found = object.fields().find(name);
  return found == object.fields().end() ? nullptr : &found->second;
}

std::string TextOf(const Struct& object, const char* name) {
  const Value* value = Field(object, name);
  return value == nullptr ? "" : value->string_value();
}

Struct StructOf(const Struct& object, const char* name) {
  const Value* value = Field(object, name);
  return value == nullptr ? Struct() : value->struct_value();
}

bool IsKnownVersion(std::string_view version) {
  return std::ranges::any_of(
      kVersions, [&](const char* known) { return version == known; });
}

// An id is a text or a whole number (JSON-RPC 2.0, and MCP: never null).
bool IsId(const Value& id) {
  return id.kind_case() == Value::kStringValue ||
         (id.kind_case() == Value::kNumberValue &&
          id.number_value() == std::floor(id.number_value()) &&
          std::abs(id.number_value()) < 9e15);
}

void Begin(const Value* id, JsonWriter* json) {
  json->BeginObject();
  json->Key("jsonrpc").String("2.0");
  json->Key("id");
  if (id == nullptr) {
    json->Null();
  } else if (id->kind_case() == Value::kStringValue) {
    json->String(id->string_value());
  } else {
    json->Int(static_cast<int64_t>(id->number_value()));
  }
}

HttpResponse Json(int status, JsonWriter* json) {
  return TextAnswer(status, "application/json", json->Take());
}

HttpResponse RpcError(int status, const Value* id, int code,
                      const std::string& message) {
  JsonWriter json;
  Begin(id, &json);
  json.Key("error").BeginObject();
  json.Key("code").Int(code);
  json.Key("message").String(message);
  json.EndObject().EndObject();
  return Json(status, &json);
}

HttpResponse Initialize(const Value* id, const Struct& params) {
  const std::string asked = TextOf(params, "protocolVersion");
  JsonWriter json;
  Begin(id, &json);
  json.Key("result").BeginObject();
  json.Key("protocolVersion")
      .String(IsKnownVersion(asked) ? asked : kVersions[0]);
  json.Key("capabilities").BeginObject();
  json.Key("tools").BeginObject().EndObject();
  json.EndObject();
  json.Key("serverInfo").BeginObject();
  json.Key("name").String("broadsheet");
  json.Key("title").String("Broadsheet");
  json.Key("version").String("1");
  json.EndObject();
  json.Key("instructions").String(kInstructions);
  json.EndObject().EndObject();
  return Json(200, &json);
}

HttpResponse CallTool(const MethodTable& methods, HttpCall& call,
                      const Value* id, const Struct& params) {
  const std::string tool = TextOf(params, "name");
  if (!McpTools::Has(tool)) {
    return RpcError(200, id, kInvalidParams,
                    absl::StrCat("there is no tool \"", tool, "\""));
  }
  const auto text = McpTools(&methods, Base(call))
                        .Call(tool, call, StructOf(params, "arguments"));
  JsonWriter json;
  Begin(id, &json);
  json.Key("result").BeginObject();
  json.Key("content").BeginArray().BeginObject();
  json.Key("type").String("text");
  // The model is to see what was wrong, and may try again.
  json.Key("text").String(text.ok() ? *text : ErrorText(text.status()));
  json.EndObject().EndArray();
  json.Key("isError").Bool(!text.ok());
  json.EndObject().EndObject();
  return Json(200, &json);
}

HttpResponse ListTools(const Value* id) {
  JsonWriter json;
  Begin(id, &json);
  json.Key("result").BeginObject().Key("tools");
  McpTools::WriteList(&json);
  json.EndObject().EndObject();
  return Json(200, &json);
}

HttpResponse Pong(const Value* id) {
  JsonWriter json;
  Begin(id, &json);
  json.Key("result").BeginObject().EndObject().EndObject();
  return Json(200, &json);
}

// 202 without a body to notifications, and to answers to questions that we
// never ask.
HttpResponse AnswerOne(const MethodTable& methods, HttpCall& call,
                       const Struct& request, bool in_batch) {
  const Value* id = Field(request, "id");
  if (TextOf(request, "jsonrpc") != "2.0" || (id != nullptr && !IsId(*id))) {
    return RpcError(400, nullptr, kInvalidRequest,
                    "this is no JSON-RPC 2.0 request");
  }
  const std::string method = TextOf(request, "method");
  if (id == nullptr) {
    HttpResponse response;
    response.status = 202;
    return response;
  }
  const Struct params = StructOf(request, "params");
  if (method == "initialize" && in_batch) {
    return RpcError(200, id, kInvalidRequest, "initialize must come alone");
  }
  if (method == "initialize") return Initialize(id, params);
  if (method == "ping") return Pong(id);
  if (method == "tools/list") return ListTools(id);
  if (method == "tools/call") return CallTool(methods, call, id, params);
  return RpcError(200, id, kMethodUnknown,
                  absl::StrCat("there is no method \"", method, "\""));
}

// Of 2025-03-26 alone: later versions have no batches.
HttpResponse AnswerBatch(const MethodTable& methods, HttpCall& call) {
  ListValue batch;
  const absl::Status parsed = ParseStrictJson(call.request.body, &batch);
  if (!parsed.ok()) {
    return RpcError(400, nullptr, kParseError, ErrorText(parsed));
  }
  if (batch.values().empty() || batch.values_size() > kMostInBatch) {
    return RpcError(400, nullptr, kInvalidRequest,
                    absl::StrCat("a batch has 1 to ", kMostInBatch,
                                 " requests, and not ", batch.values_size()));
  }
  std::vector<std::string> answers;
  for (int i = 0; i < batch.values_size(); ++i) {
    const Struct& request = batch.values(i).struct_value();
    // The first has had its turn.
    const bool too_many =
        i > 0 && call.take_another_turn && !call.take_another_turn();
    HttpResponse answer =
        too_many ? RpcError(200, Field(request, "id"), kTooMany,
                            "too many requests; wait a little")
                 : AnswerOne(methods, call, request, /*in_batch=*/true);
    if (!answer.body.empty()) answers.push_back(std::move(answer.body));
  }
  HttpResponse response;
  response.status = 202;
  if (answers.empty()) return response;
  return TextAnswer(200, "application/json",
                    absl::StrCat("[", absl::StrJoin(answers, ","), "]"));
}

bool IsBatch(absl::string_view body) {
  return absl::StartsWith(absl::StripLeadingAsciiWhitespace(body), "[");
}

HttpResponse Answer(const MethodTable& methods, HttpCall& call) {
  const std::string_view version = call.request.Header("mcp-protocol-version");
  if (!version.empty() && !IsKnownVersion(version)) {
    return RpcError(400, nullptr, kInvalidRequest,
                    "this protocol version is not spoken here");
  }
  if (version != kVersions[0] && IsBatch(call.request.body)) {
    return AnswerBatch(methods, call);
  }
  Struct request;
  const absl::Status parsed = ParseStrictJson(call.request.body, &request);
  if (!parsed.ok()) {
    return RpcError(400, nullptr, kParseError, ErrorText(parsed));
  }
  return AnswerOne(methods, call, request, /*in_batch=*/false);
}

}  // namespace

void RegisterMcp(Router* router, const MethodTable* methods) {
  router->Add("POST", "/mcp",
              [methods](HttpCall& call) { return Answer(*methods, call); });
  router->Add("GET", "/llms.txt", [](HttpCall&) {
    return TextAnswer(200, "text/plain; charset=utf-8", kLlms);
  });
}

}  // namespace broadsheet::gateway
