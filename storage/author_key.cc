#include "storage/author_key.h"

#include <array>

#include "sodium.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

int32_t AuthorKey(std::string_view name) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(),
                     reinterpret_cast<const unsigned char*>(name.data()),
                     name.size());
  uint32_t key = 0;
  for (int i = 0; i < 4; ++i) key = key << 8 | digest[static_cast<size_t>(i)];
  return static_cast<int32_t>(key);
}

std::string AuthorKeysOf(const v1::Paper& paper) {
  SqlArray keys;
  for (const std::string& name : paper.authors()) keys.AddInt(AuthorKey(name));
  return keys.Text();
}

}  // namespace broadsheet::storage
