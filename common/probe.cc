#include "common/probe.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "boost/asio/ip/tcp.hpp"
#include "common/host_port.h"

namespace broadsheet {

absl::Status ProbeReady(const std::string& address, absl::Duration limit) {
  const auto at = SplitHostPort("address", address);
  if (!at.ok()) return at.status();
  boost::asio::ip::tcp::iostream stream;
  stream.expires_after(absl::ToChronoNanoseconds(limit));
  stream.connect(at->host, at->port);
  stream << "GET /readyz HTTP/1.1\r\nHost: localhost\r\n"
            "Connection: close\r\n\r\n"
         << std::flush;
  std::string version;
  std::string code;
  stream >> version >> code;
  if (code == "200") return absl::OkStatus();
  const std::string reason =
      code.empty() ? stream.error().message() : absl::StrCat("HTTP ", code);
  return absl::UnavailableError(
      absl::StrCat("not ready at ", address, ": ", reason));
}

int ProbeExitCode(const std::string& address) {
  const absl::Status status = ProbeReady(address, absl::Seconds(2));
  std::printf("%s\n", status.ok() ? "ready" : status.ToString().c_str());
  return status.ok() ? 0 : 1;
}

}  // namespace broadsheet
