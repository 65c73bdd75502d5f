#include "cli/session.h"

#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/text_width.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

constexpr char kUsageReason[] = "CLI_USAGE";

// What to do about an error, as a sentence for people; empty when the message
// says enough.
std::string Advice(const absl::Status& status, const std::string& server) {
  switch (status.code()) {
    case absl::StatusCode::kUnauthenticated:
      return "give an operator's or reader's token with --token-file "
             "(default: .broadsheet/operator-token)";
    case absl::StatusCode::kPermissionDenied:
      if (ReasonOf(status) == "PEER_NOT_ALLOWED") {
        return "give a certificate that may call with --tls-cert and --tls-key";
      }
      return "this needs the operator's token: --token-file "
             ".broadsheet/operator-token";
    case absl::StatusCode::kDeadlineExceeded:
      return absl::StrCat(server,
                          " did not answer in time: see `broadsheet status`, "
                          "or wait longer with --timeout");
    case absl::StatusCode::kResourceExhausted:
      return "the newspaper is busy: try again in a moment";
    case absl::StatusCode::kUnimplemented:
      return "the newspaper runs another version than this command: build "
             "and start both from the same sources";
    default:
      return "";
  }
}

// Why no connection came about. gRPC tells it apart in words only.
std::string Obstacle(const absl::Status& status) {
  struct Sign {
    const char* sign;
    const char* obstacle;
  };
  for (const auto& [sign, obstacle] : {
           Sign{"certificate verify failed",
                "its certificate is not of the CA in --tls-ca"},
           Sign{"Hostname Verification",
                "its certificate is for other hosts: deploy/certs.sh show"},
           Sign{"wrong version number", "it speaks no TLS: omit --tls-ca"},
           Sign{"Socket closed",
                "it ends the connection; when it speaks TLS: --tls-ca FILE"},
       }) {
    if (absl::StrContains(status.message(), sign)) return obstacle;
  }
  return "is the newspaper running? deploy/local.sh status";
}

std::string Describe(const absl::Status& status, const std::string& server) {
  if (IsUnreachable(status)) {
    return absl::StrCat("cannot reach ", server, ": ", Obstacle(status));
  }
  std::string text(AsStd(status.message()));
  if (text.empty()) text = absl::StatusCodeToString(status.code());
  for (const FieldViolation& violation : ViolationsOf(status)) {
    // Errors of one field already name it in their message.
    if (absl::StrContains(text, violation.field)) continue;
    absl::StrAppend(&text, "\n  ", violation.field, " ", violation.rule);
  }
  if (absl::StrContains(text, "must name a reader")) {
    absl::StrAppend(&text, "\n  say who with --reader ID");
  }
  const std::string advice = Advice(status, server);
  if (!advice.empty()) absl::StrAppend(&text, "\n  ", advice);
  return text;
}

}  // namespace

bool IsUnreachable(const absl::Status& status) {
  if (!absl::IsUnavailable(status) || !ReasonOf(status).empty()) return false;
  // gRPC tells it apart in words only, which differ between versions.
  for (const char* sign :
       {"failed to connect", "connections to all backends failing",
        "Connection refused", "DNS resolution", "empty address list",
        "Socket closed", "recvmsg", "Connection reset"}) {
    if (absl::StrContains(status.message(), sign)) return true;
  }
  return false;
}

absl::Status UsageError(std::string_view message) {
  return MakeError(absl::StatusCode::kInvalidArgument, kUsageReason, message);
}

ExitCode ReportFailure(const absl::Status& status, const std::string& server,
                       Console* console) {
  const std::string text = Describe(status, server);
  console->out->flush();
  *console->err << "broadsheet: ";
  size_t start = 0;
  while (start <= text.size()) {
    const size_t end = std::min(text.find('\n', start), text.size());
    *console->err << SafeLine(text.substr(start, end - start)) << "\n";
    start = end + 1;
  }
  if (ReasonOf(status) != kUsageReason) return ExitCode::kFailed;
  *console->err << "Run with --help for more information.\n";
  return ExitCode::kUsage;
}

std::string RandomId() {
  std::random_device device;
  std::string id;
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&id, "%08x", device());
  return id;
}

}  // namespace broadsheet::cli
