#ifndef BROADSHEET_GATEWAY_TESTING_QUICK_PASSWORDS_H_
#define BROADSHEET_GATEWAY_TESTING_QUICK_PASSWORDS_H_

#include <sodium.h>

#include "gateway/accounts/passwords.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {

// As little work as the library allows. For tests.
inline Passwords::Options QuickPasswords() {
  EXPECT_GE(sodium_init(), 0);
  Passwords::Options options;
  options.operations = crypto_pwhash_OPSLIMIT_MIN;
  options.memory_bytes = crypto_pwhash_MEMLIMIT_MIN;
  return options;
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_TESTING_QUICK_PASSWORDS_H_
