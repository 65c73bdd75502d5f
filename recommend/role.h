#ifndef BROADSHEET_RECOMMEND_ROLE_H_
#define BROADSHEET_RECOMMEND_ROLE_H_

#include <cstdlib>
#include <string>
#include <string_view>

#include "common/flags.h"

namespace broadsheet::recommend {

// The program has two roles, with other flags, ports and services: which one it
// is must be known before its flags are read.
inline std::string ReadRole(int argc, char** argv) {
  std::string role = "serve";
  if (const char* set = std::getenv("BROADSHEET_ROLE")) role = set;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if (flag.starts_with("--role=")) role = flag.substr(7);
    if (flag == "--role" && i + 1 < argc) role = argv[i + 1];
  }
  return role;
}

inline void AddRoleFlag(FlagSet& flags, std::string* role) {
  flags.Add("--role", role,
            "\"serve\" answers lists; \"train\" makes the models");
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ROLE_H_
