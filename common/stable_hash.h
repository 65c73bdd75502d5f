#ifndef BROADSHEET_COMMON_STABLE_HASH_H_
#define BROADSHEET_COMMON_STABLE_HASH_H_

#include <cstdint>
#include <memory>
#include <string_view>

namespace broadsheet {

// XXH3 of 64 bits: the same in every process and on every machine, other than
// absl::Hash, so that it may be stored. Not against those who make collisions.
uint64_t StableHash(std::string_view bytes, uint64_t seed = 0);

// The same of bytes that come piece by piece, with seed 0.
class StableHasher {
 public:
  StableHasher();
  ~StableHasher();
  void Add(std::string_view bytes);
  // Nothing was added yet.
  void Reset();
  uint64_t Finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_STABLE_HASH_H_
