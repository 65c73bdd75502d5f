#include "common/host_port.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet {

absl::StatusOr<HostPort> SplitHostPort(const std::string& field,
                                       const std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) {
    return InvalidField(field, "must be HOST:PORT");
  }
  HostPort parts{text.substr(0, colon), text.substr(colon + 1)};
  if (absl::StartsWith(parts.host, "[") && absl::EndsWith(parts.host, "]")) {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  return parts;
}

std::string MovePort(const std::string& address, int offset) {
  const size_t colon = address.rfind(':');
  int port = 0;
  if (colon == std::string::npos ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port)) {
    return "127.0.0.1:0";
  }
  return absl::StrCat(address.substr(0, colon), ":",
                      port == 0 ? 0 : port + offset);
}

}  // namespace broadsheet
