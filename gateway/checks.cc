#include "gateway/checks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/text.h"

namespace broadsheet::gateway {

absl::Status CheckPageSize(int size) {
  if (size >= 0) return absl::OkStatus();
  return InvalidField("page_size", "is negative");
}

absl::Status CheckReaderId(std::string_view field, std::string_view id) {
  const bool fits =
      !id.empty() && id.size() <= 100 &&
      std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return absl::ascii_isalnum(c) ||
               std::string_view("._@:-").find(static_cast<char>(c)) !=
                   std::string_view::npos;
      });
  if (fits) return absl::OkStatus();
  return InvalidField(field,
                      "is not 1 to 100 characters of A-Z a-z 0-9 . _ @ : -");
}

absl::Status CheckPeriod(std::string_view field, std::string_view period) {
  if (period.empty()) return absl::OkStatus();
  const auto parsed = ParsePeriod(period);
  if (parsed.ok()) return absl::OkStatus();
  return InvalidField(field, AsStd(parsed.status().message()));
}

absl::Status CheckDay(std::string_view field, std::string_view day) {
  if (day.empty()) return absl::OkStatus();
  const auto parsed = ParseDay(day);
  if (parsed.ok()) return absl::OkStatus();
  return InvalidField(field, AsStd(parsed.status().message()));
}

absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t low, size_t high) {
  if (text.size() < low || text.size() > high) {
    return InvalidField(field, absl::StrCat("is ", text.size(), " bytes long; ",
                                            low, " to ", high, " are allowed"));
  }
  if (!IsUtf8(text)) return InvalidField(field, "is not UTF-8");
  if (text.find('\0') != std::string_view::npos) {
    return InvalidField(field, "has a NUL");
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::gateway
