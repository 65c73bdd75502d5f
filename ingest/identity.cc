#include "ingest/identity.h"

#include <random>

#include "absl/strings/str_cat.h"

namespace broadsheet::ingest {

std::string UserAgent(const std::string& contact) {
  if (contact.empty()) return "Broadsheet";
  return absl::StrCat("Broadsheet (", contact, ")");
}

std::string ProcessName() {
  std::random_device device;
  return absl::StrCat(absl::Hex(device(), absl::kZeroPad8),
                      absl::Hex(device(), absl::kZeroPad8));
}

}  // namespace broadsheet::ingest
