// The entry points of libFuzzer (llvm.org/docs/LibFuzzer.html). The target is
// named by the environment, FUZZ_TARGET; "list" prints all names.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/targets.h"

namespace {

using broadsheet::fuzz::Target;

const Target* ChooseTarget() {
  const char* name = std::getenv("FUZZ_TARGET");
  const Target* target = broadsheet::fuzz::FindTarget(name ? name : "");
  if (target != nullptr) return target;
  for (const Target& known : broadsheet::fuzz::AllTargets()) {
    std::puts(std::string(known.name).c_str());
  }
  std::exit(name != nullptr && std::string(name) == "list" ? 0 : 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Target* const target = ChooseTarget();
  target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
