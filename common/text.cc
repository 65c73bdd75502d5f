#include "common/text.h"

#include <cstdint>
#include <cstring>
#include <limits>

#include "unicode/bytestream.h"
#include "unicode/normalizer2.h"
#include "unicode/stringpiece.h"
#include "unicode/utf8.h"

namespace broadsheet {
namespace {

// Nearly all texts are; eight bytes are looked at at once.
bool IsAscii(std::string_view text) {
  uint64_t all = 0;
  size_t at = 0;
  for (; at + sizeof(all) <= text.size(); at += sizeof(all)) {
    uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    all |= eight;
  }
  for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
  return (all & 0x8080808080808080) == 0;
}

icu::StringPiece Piece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

}  // namespace

bool IsUtf8(std::string_view text) {
  if (IsAscii(text)) return true;
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  size_t at = 0;
  while (at < text.size()) {
    UChar32 character;
    U8_NEXT(bytes, at, text.size(), character);
    if (character < 0) return false;
  }
  return true;
}

absl::StatusOr<std::string> ToNfc(std::string_view text) {
  if (text.size() > std::numeric_limits<int32_t>::max()) {
    return absl::InvalidArgumentError("is longer than 2 GiB");
  }
  const bool ascii = IsAscii(text);
  if (!ascii && !IsUtf8(text))
    return absl::InvalidArgumentError("is not UTF-8");
  if (text.find('\0') != std::string_view::npos) {
    return absl::InvalidArgumentError("has a NUL character");
  }
  if (ascii) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_SUCCESS(error) && nfc->isNormalizedUTF8(Piece(text), error)) {
    return std::string(text);
  }
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal);
  if (U_SUCCESS(error)) {
    nfc->normalizeUTF8(0, Piece(text), sink, nullptr, error);
  }
  if (U_FAILURE(error)) return absl::InternalError(u_errorName(error));
  return normal;
}

std::string_view CutUtf8(std::string_view text, size_t bytes) {
  if (bytes >= text.size()) return text;
  while (bytes > 0 && U8_IS_TRAIL(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

}  // namespace broadsheet
