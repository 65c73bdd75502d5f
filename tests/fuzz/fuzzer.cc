// The entry points of libFuzzer (llvm.org/docs/LibFuzzer.html). The target is
// named by the environment, FUZZ_TARGET; "list" prints all names. Its interface
// leaves no other place for the choice than a global.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/targets.h"

namespace {

using broadsheet::fuzz::Target;

const Target* chosen_target = nullptr;

// libFuzzer takes a plain exit for a finding.
[[noreturn]] void PrintNames(int exit_code) {
  for (const Target& target : broadsheet::fuzz::AllTargets()) {
    std::puts(std::string(target.name).c_str());
  }
  std::fflush(stdout);
  std::_Exit(exit_code);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  const char* variable = std::getenv("FUZZ_TARGET");
  const std::string name = variable == nullptr ? "" : variable;
  if (name == "list") PrintNames(0);
  chosen_target = broadsheet::fuzz::FindTarget(name);
  if (chosen_target == nullptr) PrintNames(2);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  chosen_target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
