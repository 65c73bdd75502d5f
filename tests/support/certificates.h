#ifndef BROADSHEET_TESTS_SUPPORT_CERTIFICATES_H_
#define BROADSHEET_TESTS_SUPPORT_CERTIFICATES_H_

#include <string>
#include <vector>

#include "tests/support/files.h"

namespace broadsheet::testing {

// A private CA and a certificate for each service, made by deploy/certs.sh in a
// folder that goes with this. Throws std::runtime_error with what the script
// said when it fails. Not thread-safe.
class Certificates {
 public:
  explicit Certificates(const std::vector<std::string>& services);

  // New keys and certificates in the place of the old ones, of the same CA.
  void Rotate();

  // The files of a service: "cert.pem", "key.pem" or "ca.pem".
  std::string File(const std::string& service, const std::string& name) const;
  std::string authority() const { return folder_.File("ca/ca.pem"); }
  // The three flags of a service, and their values.
  std::vector<std::string> Flags(const std::string& service) const;

 private:
  void Run(const std::string& command) const;

  TempDir folder_;
  std::vector<std::string> services_;
};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_CERTIFICATES_H_
