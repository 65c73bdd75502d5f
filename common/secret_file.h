#ifndef BROADSHEET_COMMON_SECRET_FILE_H_
#define BROADSHEET_COMMON_SECRET_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace broadsheet {

// A secret that this installation made for itself is no shorter.
inline constexpr size_t kMinSecretBytes = 16;

// The secret in a file: its text without surrounding white space, `min_bytes`
// to 4,096 bytes. INVALID_ARGUMENT, naming the file, when it cannot be read, is
// too short, or may be read by other users (mode 0600 is right).
absl::StatusOr<std::string> ReadSecretFile(const std::string& path,
                                           size_t min_bytes = kMinSecretBytes);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_SECRET_FILE_H_
