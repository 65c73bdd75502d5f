#include "gateway/http/http_errors.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "common/text.h"

namespace broadsheet::gateway {
namespace {

using absl::StatusCode;

struct Mapping {
  StatusCode code;
  int http;
};

// The first of equal HTTP statuses is the one of CodeOfHttp.
constexpr Mapping kMappings[] = {{StatusCode::kInvalidArgument, 400},
                                 {StatusCode::kOutOfRange, 400},
                                 {StatusCode::kFailedPrecondition, 400},
                                 {StatusCode::kUnauthenticated, 401},
                                 {StatusCode::kPermissionDenied, 403},
                                 {StatusCode::kNotFound, 404},
                                 {StatusCode::kAborted, 409},
                                 {StatusCode::kAlreadyExists, 409},
                                 {StatusCode::kResourceExhausted, 429},
                                 {StatusCode::kCancelled, 499},
                                 {StatusCode::kInternal, 500},
                                 {StatusCode::kUnimplemented, 501},
                                 {StatusCode::kUnavailable, 503},
                                 {StatusCode::kDeadlineExceeded, 504}};

// A header's value: one line of printable ASCII.
std::string HeaderText(std::string_view text) {
  std::string out(CutUtf8(text, 300));
  for (char& c : out) {
    if (c < ' ' || c > '~') c = '?';
  }
  return out;
}

HttpResponse MakeAnswer(int http, StatusCode code, const std::string& message,
                        const std::string& reason,
                        const std::vector<FieldViolation>& violations) {
  JsonWriter json;
  json.BeginObject();
  json.Key("code").String(
      absl::AsciiStrToLower(absl::StatusCodeToString(code)));
  json.Key("message").String(message);
  json.Key("error").String(message);
  if (!reason.empty()) json.Key("reason").String(reason);
  if (!violations.empty()) {
    json.Key("violations").BeginArray();
    for (const FieldViolation& violation : violations) {
      json.BeginObject();
      json.Key("field").String(violation.field);
      json.Key("rule").String(violation.rule);
      json.EndObject();
    }
    json.EndArray();
  }
  json.EndObject();
  HttpResponse response;
  response.status = http;
  response.headers = {{"Content-Type", "application/json"},
                      {"X-Error-Message", HeaderText(message)}};
  if (http == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  response.body = json.Take();
  return response;
}

// A house has too much to do; the caller has not asked too often.
bool IsOverloaded(const absl::Status& status) {
  return absl::IsResourceExhausted(status) && ReasonOf(status) == "OVERLOADED";
}

}  // namespace

int HttpStatusOf(const absl::Status& status) {
  if (status.ok()) return 200;
  if (IsOverloaded(status)) return 503;
  for (const Mapping& mapping : kMappings) {
    if (mapping.code == status.code()) return mapping.http;
  }
  return 500;
}

StatusCode CodeOfHttp(int status) {
  for (const Mapping& mapping : kMappings) {
    if (mapping.http == status) return mapping.code;
  }
  return status < 500 ? StatusCode::kInvalidArgument : StatusCode::kInternal;
}

std::string ErrorText(const absl::Status& status) {
  return std::string(status.message());
}

HttpResponse ErrorAnswer(const absl::Status& status) {
  HttpResponse response =
      MakeAnswer(HttpStatusOf(status), status.code(), ErrorText(status),
                 ReasonOf(status), ViolationsOf(status));
  if (response.status == 503) {
    response.headers.emplace_back("Retry-After",
                                  IsOverloaded(status) ? "1" : "5");
  }
  return response;
}

HttpResponse ErrorAnswer(int status, const std::string& message) {
  return MakeAnswer(status, CodeOfHttp(status), message, "", {});
}

}  // namespace broadsheet::gateway
