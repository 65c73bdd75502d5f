#include "common/stable_hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace broadsheet {

struct StableHasher::State {
  XXH3_state_t xxh;
};

uint64_t StableHash(std::string_view bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

StableHasher::StableHasher() : state_(std::make_unique<State>()) { Reset(); }

void StableHasher::Reset() { XXH3_64bits_reset(&state_->xxh); }

StableHasher::~StableHasher() = default;

void StableHasher::Add(std::string_view bytes) {
  XXH3_64bits_update(&state_->xxh, bytes.data(), bytes.size());
}

uint64_t StableHasher::Finish() const {
  return XXH3_64bits_digest(&state_->xxh);
}

}  // namespace broadsheet
