#ifndef BROADSHEET_GATEWAY_CHECKS_H_
#define BROADSHEET_GATEWAY_CHECKS_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"

namespace broadsheet::gateway {

// Checks of single fields: OK, or INVALID_ARGUMENT that names `field`.

// At least zero.
absl::Status CheckPageSize(int size);
// 1 to 100 bytes of [A-Za-z0-9._@:-].
absl::Status CheckReaderId(std::string_view field, std::string_view id);
// Empty, or a day, week or month.
absl::Status CheckPeriod(std::string_view field, std::string_view period);
// Empty, or a day.
absl::Status CheckDay(std::string_view field, std::string_view day);
// `low` to `high` bytes of UTF-8 without NUL.
absl::Status CheckText(std::string_view field, std::string_view text,
                       size_t low, size_t high);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_CHECKS_H_
