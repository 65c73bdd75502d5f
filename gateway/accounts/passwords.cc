#include "gateway/accounts/passwords.h"

#include <sodium.h>

#include <future>

#include "common/errors.h"
#include "gateway/checks.h"

namespace broadsheet::gateway {
namespace {

// Empty when there is no memory for it.
std::string MakeHash(const std::string& password,
                     const Passwords::Options& options) {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                            options.operations, options.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return "";
  }
  return hash.c_str();
}

std::string RandomPassword() {
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

absl::Status Busy() {
  return MakeError(absl::StatusCode::kResourceExhausted, "BUSY",
                   "too many people sign in right now; try again in a moment");
}

}  // namespace

Passwords::Passwords(const Options& options)
    : options_(options),
      decoy_(MakeHash(RandomPassword(), options)),
      executor_(options.threads, options.waiting) {}

absl::Status Passwords::Run(const std::function<void()>& work) {
  std::promise<void> done;
  const bool taken = executor_.TrySubmit([&work, &done] {
    work();
    done.set_value();
  });
  if (!taken) return Busy();
  done.get_future().wait();
  return absl::OkStatus();
}

absl::StatusOr<std::string> Passwords::Hash(const std::string& password) {
  std::string hash;
  absl::Status run = Run([&] { hash = MakeHash(password, options_); });
  if (!run.ok()) return run;
  if (hash.empty()) return Busy();
  return hash;
}

absl::StatusOr<bool> Passwords::Fits(const std::string& password,
                                     const std::string& hash) {
  bool fits = false;
  const std::string& compared = hash.empty() ? decoy_ : hash;
  absl::Status run = Run([&] {
    fits = crypto_pwhash_str_verify(compared.c_str(), password.data(),
                                    password.size()) == 0;
  });
  if (!run.ok()) return run;
  return fits && !hash.empty();
}

absl::Status CheckPassword(const char* field, const std::string& password) {
  if (password.size() < 8) {
    return InvalidField(field, "is shorter than 8 bytes");
  }
  return CheckText(field, password, 8, 200);
}

}  // namespace broadsheet::gateway
