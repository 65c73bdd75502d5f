#ifndef BROADSHEET_STORAGE_RULES_H_
#define BROADSHEET_STORAGE_RULES_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/paper.pb.h"
#include "common/errors.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::storage {

// What storage refuses whoever asks, because it would break the tables. Rules
// answer what is wrong, or nothing.
using Violation = std::optional<FieldViolation>;

// `min` to `max` bytes without NUL.
Violation CheckText(const std::string& field, const std::string& text,
                    size_t min, size_t max);
// Bounds that paper.proto states, which merging keeps to as well.
constexpr int kMaxLinks = 50;
constexpr size_t kMaxSignals = 20;

// "YYYY-MM-DD", or empty when `optional`.
Violation CheckDay(const std::string& field, const std::string& day,
                   bool optional);
// 1 to 100 bytes of [A-Za-z0-9._@:-].
Violation CheckReaderId(const std::string& field, const std::string& id);
// Between the years 1 and 9999, as protobuf defines timestamps.
Violation CheckTime(const std::string& field,
                    const google::protobuf::Timestamp& time);
// The sizes that paper.proto states.
Violation CheckPaper(const v1::Paper& paper);

// OK or INVALID_ARGUMENT.
absl::Status ToStatus(const Violation& violation);
// `count` elements, of 1 to `max`.
absl::Status CheckCount(const std::string& field, int count, int max);
// The size of a page: 0 gives `standard`, more than `max` gives `max`. A
// negative one is INVALID_ARGUMENT.
absl::StatusOr<int> PageSize(int requested, int standard, int max);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_RULES_H_
