#include "recommend/process.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <system_error>

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

absl::Status CheckFlags(const EditorOptions& editor,
                        const ReadModelOptions& model) {
  if (editor.papers < 1 || editor.papers > 100) {
    return absl::InvalidArgumentError("--editor-papers must be 1 to 100");
  }
  if (editor.hour < 0 || editor.hour > 23) {
    return absl::InvalidArgumentError("--editor-hour must be 0 to 23");
  }
  if (model.trend_half_life <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("--half-life must be above 0");
  }
  return absl::OkStatus();
}

std::string CacheDir(const std::string& dir, const std::string& listen) {
  if (!dir.empty()) return dir;
  std::error_code none;
  const auto base = std::filesystem::temp_directory_path(none);
  std::string name = listen;
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return std::isalnum(c) == 0; }, '-');
  return absl::StrCat(none ? "/tmp" : base.string(), "/broadsheet-recommend-",
                      getuid(), "-", name);
}

std::string ReplicaName(const std::string& listen) {
  std::array<char, 256> host{"localhost"};
  gethostname(host.data(), host.size() - 1);
  return absl::StrCat(host.data(), "/", listen, "/", getpid());
}

void ReturnMemory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace broadsheet::recommend
