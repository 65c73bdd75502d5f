#include "storage/vector_rules.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace broadsheet::storage {
namespace {

using internal::v1::PaperVector;

constexpr int kMaxBatch = 500;
constexpr size_t kStep = 32;
constexpr size_t kMaxDimension = 4096;
// By as much rounding to bytes makes a vector longer or shorter at most, unless
// almost all of it is in one value.
constexpr double kRounding = 0.1;

bool IsEncoderByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("._/@:-").find(c) != std::string_view::npos;
}

double LengthOf(const PaperVector& vector) {
  int64_t squares = 0;
  for (const char byte : vector.values()) {
    const int value = static_cast<signed char>(byte);
    squares += value * value;
  }
  return double{vector.scale()} * std::sqrt(static_cast<double>(squares));
}

Violation CheckValues(const std::string& at, const PaperVector& vector) {
  if (!std::isfinite(vector.scale()) || vector.scale() <= 0) {
    return FieldViolation{at + "scale", "is not a finite number above 0"};
  }
  const size_t size = vector.values().size();
  if (size == 0 || size > kMaxDimension || size % kStep != 0) {
    return FieldViolation{at + "values",
                          absl::StrCat("is ", size,
                                       " bytes long; 32 to 4,096 are allowed, "
                                       "a multiple of 32")};
  }
  const double length = LengthOf(vector);
  if (std::abs(length - 1) > kRounding) {
    return FieldViolation{
        at + "values",
        absl::StrCat("makes a vector of length ", length, " instead of 1")};
  }
  return {};
}

Violation CheckVector(const std::string& at, const PaperVector& vector,
                      const PaperVector& first) {
  if (Violation v = CheckText(at + "paper_id", vector.paper_id(), 1, 200)) {
    return v;
  }
  if (Violation v = CheckEncoder(at + "encoder", vector.encoder())) return v;
  if (Violation v = CheckValues(at, vector)) return v;
  if (vector.encoder() != first.encoder()) {
    return FieldViolation{at + "encoder", "is not that of the first vector"};
  }
  if (vector.values().size() != first.values().size()) {
    return FieldViolation{at + "values", "is not as long as the first vector"};
  }
  return {};
}

}  // namespace

Violation CheckEncoder(const std::string& field, const std::string& name) {
  if (Violation v = CheckText(field, name, 1, 100)) return v;
  if (std::all_of(name.begin(), name.end(), IsEncoderByte)) return {};
  return FieldViolation{field,
                        "has a character other than A-Z a-z 0-9 . _ / @ : -"};
}

absl::Status CheckVectors(const internal::v1::PutPaperVectorsRequest& request) {
  absl::Status count = CheckCount("vectors", request.vectors_size(), kMaxBatch);
  if (!count.ok()) return count;
  absl::flat_hash_set<std::string_view> papers;
  for (int i = 0; i < request.vectors_size(); ++i) {
    const PaperVector& vector = request.vectors(i);
    const std::string at = absl::StrCat("vectors[", i, "].");
    Violation violation = CheckVector(at, vector, request.vectors(0));
    if (!violation && !papers.insert(vector.paper_id()).second) {
      violation = FieldViolation{at + "paper_id", "is twice in the request"};
    }
    if (violation) return ToStatus(violation);
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::storage
