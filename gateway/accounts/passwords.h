#ifndef BROADSHEET_GATEWAY_ACCOUNTS_PASSWORDS_H_
#define BROADSHEET_GATEWAY_ACCOUNTS_PASSWORDS_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "common/executor.h"

namespace broadsheet::gateway {

// Hashes passwords with Argon2id, which is slow and takes much memory on
// purpose. On threads of its own, few at a time: a flood of sign-ins must not
// starve the rest of the gateway. Thread-safe.
class Passwords {
 public:
  struct Options {
    // libsodium's "interactive" limits: some 60 ms and 64 MiB each.
    unsigned long long operations = 2;
    size_t memory_bytes = 64 << 20;
    int threads = 1;
    // Who would be behind so many others is refused.
    size_t waiting = 16;
  };

  explicit Passwords(const Options& options);

  // Both block until a thread has done the work. RESOURCE_EXHAUSTED (reason
  // BUSY) when too many wait.
  absl::StatusOr<std::string> Hash(const std::string& password);
  // An empty `hash`, of an account that is not there, takes as long and never
  // fits.
  absl::StatusOr<bool> Fits(const std::string& password,
                            const std::string& hash);

 private:
  absl::Status Run(const std::function<void()>& work);

  const Options options_;
  // Of no password.
  const std::string decoy_;
  Executor executor_;
};

// 8 to 200 bytes. Names `field`.
absl::Status CheckPassword(const char* field, const std::string& password);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_ACCOUNTS_PASSWORDS_H_
