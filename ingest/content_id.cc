#include "ingest/content_id.h"

#include <array>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "sodium.h"

namespace broadsheet::ingest {
namespace {

void Hash(std::string_view part, crypto_generichash_state* state) {
  // Little-endian on every machine that we build for.
  const uint64_t size = part.size();
  crypto_generichash_update(
      state, reinterpret_cast<const unsigned char*>(&size), sizeof(size));
  crypto_generichash_update(
      state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
}

}  // namespace

std::string ContentId(std::initializer_list<std::string_view> parts) {
  std::array<unsigned char, 16> digest;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (std::string_view part : parts) Hash(part, &state);
  crypto_generichash_final(&state, digest.data(), digest.size());
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace broadsheet::ingest
