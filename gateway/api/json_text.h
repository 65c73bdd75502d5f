#ifndef BROADSHEET_GATEWAY_API_JSON_TEXT_H_
#define BROADSHEET_GATEWAY_API_JSON_TEXT_H_

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/strings/str_cat.h"

namespace broadsheet::gateway {

// Single values as the protobuf JSON mapping has them, appended to `out`.

// `text` is UTF-8. Also escapes what HTML would read.
void AppendText(std::string_view text, std::string* out);

template <class Real>
void AppendReal(Real value, std::string* out) {
  if (std::isnan(value)) {
    out->append("\"NaN\"");
  } else if (std::isinf(value)) {
    out->append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  } else {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value);
    out->append(digits, end.ptr);
  }
}

// A 64-bit number is text in JSON: a script's numbers are not exact.
template <class Number>
void AppendNumber(Number value, std::string* out) {
  if constexpr (std::is_same_v<Number, bool>) {
    out->append(value ? "true" : "false");
  } else if constexpr (std::is_floating_point_v<Number>) {
    AppendReal(value, out);
  } else if constexpr (sizeof(Number) == 8) {
    absl::StrAppend(out, "\"", value, "\"");
  } else {
    absl::StrAppend(out, value);
  }
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_API_JSON_TEXT_H_
