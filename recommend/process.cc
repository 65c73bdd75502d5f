#include "recommend/process.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace broadsheet::recommend {
namespace {

std::string RandomSecret() {
  std::random_device random;
  std::string secret;
  for (int i = 0; i < 8; ++i) absl::StrAppend(&secret, random(), ".");
  return secret;
}

}  // namespace

absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  if (path.empty()) return RandomSecret();
  std::ifstream file(path);
  const std::string content((std::istreambuf_iterator<char>(file)),
                            std::istreambuf_iterator<char>());
  std::string secret(absl::StripAsciiWhitespace(content));
  if (!secret.empty()) return secret;
  return absl::InvalidArgumentError(
      absl::StrCat("--secret-file ", path, " cannot be read or is empty"));
}

std::string ReplicaName(const std::string& listen) {
  std::array<char, 256> host{"localhost"};
  gethostname(host.data(), host.size() - 1);
  return absl::StrCat(host.data(), "/", listen, "/", getpid());
}

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace broadsheet::recommend
