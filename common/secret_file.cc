#include "common/secret_file.h"

#include <sys/stat.h>

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxBytes = 4096;

absl::Status Bad(const std::string& path, std::string_view rule) {
  return MakeError(absl::StatusCode::kInvalidArgument, "BAD_SECRET_FILE",
                   absl::StrCat(path, ": ", AsAbsl(rule)));
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path,
                                           size_t min_bytes) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return Bad(path, "cannot be read");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Bad(path, "other users may read it; run chmod 600 on it");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (file.fail() && !file.eof())) {
    return Bad(path, "cannot be read");
  }
  text.resize(static_cast<size_t>(file.gcount()));
  const std::string secret(absl::StripAsciiWhitespace(text));
  if (secret.empty()) return Bad(path, "is empty");
  if (secret.size() < min_bytes) {
    return Bad(path, absl::StrCat("is shorter than ", min_bytes,
                                  " bytes; \"openssl rand -base64 32\" makes "
                                  "a good one"));
  }
  return secret;
}

}  // namespace broadsheet
