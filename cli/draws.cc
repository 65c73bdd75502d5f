#include "cli/draws.h"

#include <limits>

namespace broadsheet::cli {
namespace {

// FNV-1a: std::hash may differ from one library to the next.
uint64_t Hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

Draws::Draws(uint64_t seed, std::string_view purpose)
    : engine_(seed * 0x9e3779b97f4a7c15 + Hash(purpose)) {}

uint64_t Draws::Below(uint64_t bound) {
  // Values past the last whole multiple of `bound` would favour small ones.
  constexpr uint64_t kMax = std::numeric_limits<uint64_t>::max();
  const uint64_t limit = kMax - kMax % bound;
  uint64_t value = engine_();
  while (value >= limit) value = engine_();
  return value % bound;
}

int64_t Draws::Between(int64_t low, int64_t high) {
  return low +
         static_cast<int64_t>(Below(static_cast<uint64_t>(high - low) + 1));
}

bool Draws::Chance(int per_mille) {
  return Below(1000) < static_cast<uint64_t>(per_mille < 0 ? 0 : per_mille);
}

}  // namespace broadsheet::cli
