#include "tests/support/certificates.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "tests/support/process.h"

namespace broadsheet::testing {

Certificates::Certificates(const std::vector<std::string>& services)
    : services_(services) {
  Run("make");
}

void Certificates::Rotate() { Run("rotate"); }

std::string Certificates::File(const std::string& service,
                               const std::string& name) const {
  return folder_.File(absl::StrCat(service, "/", name));
}

std::vector<std::string> Certificates::Flags(const std::string& service) const {
  return {"--tls-cert", File(service, "cert.pem"),
          "--tls-key",  File(service, "key.pem"),
          "--tls-ca",   File(service, "ca.pem")};
}

void Certificates::Run(const std::string& command) const {
  std::vector<std::string> line = {SourcePath("deploy/certs.sh"), command,
                                   folder_.path()};
  line.insert(line.end(), services_.begin(), services_.end());
  const CommandResult result = RunCommand(line);
  if (result.exit_code != 0) {
    throw std::runtime_error(
        absl::StrCat("deploy/certs.sh ", command, ": ", result.errors));
  }
}

}  // namespace broadsheet::testing
