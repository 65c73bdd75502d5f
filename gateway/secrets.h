#ifndef BROADSHEET_GATEWAY_SECRETS_H_
#define BROADSHEET_GATEWAY_SECRETS_H_

#include <string>

#include "absl/status/statusor.h"

namespace broadsheet::gateway {

// The secret in a file: its text without surrounding white space, 16 to 4,096
// bytes. INVALID_ARGUMENT, naming the file, when it cannot be read, is too
// short, or may be read by other users (mode 0600 is right).
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_SECRETS_H_
