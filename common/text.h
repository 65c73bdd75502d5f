#ifndef BROADSHEET_COMMON_TEXT_H_
#define BROADSHEET_COMMON_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace broadsheet {

// True when `text` is well-formed UTF-8 (no surrogates, no overlong forms).
bool IsUtf8(std::string_view text);

// Unicode NFC. INVALID_ARGUMENT with a rule when not UTF-8 or with a NUL.
absl::StatusOr<std::string> ToNfc(std::string_view text);

// The longest prefix of at most `bytes` bytes that ends between characters.
std::string_view CutUtf8(std::string_view text, size_t bytes);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_TEXT_H_
