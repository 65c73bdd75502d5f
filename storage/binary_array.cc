#include "storage/binary_array.h"

#include <bit>
#include <limits>

#include "common/days.h"

namespace broadsheet::storage {
namespace {

constexpr size_t kHeader = 20;  // Five numbers.

// `size` bytes of a number, the highest first.
void Put(uint64_t number, size_t size, char* to) {
  for (size_t i = size; i-- > 0; number >>= 8) {
    to[i] = static_cast<char>(number & 0xff);
  }
}

size_t IntSize(BinaryArray::Type type) {
  switch (type) {
    case BinaryArray::Type::kSmallint:
      return 2;
    case BinaryArray::Type::kInteger:
      return 4;
    default:
      return 8;
  }
}

// Where PostgreSQL counts days and times from.
absl::CivilDay FirstDay() { return absl::CivilDay(2000, 1, 1); }

}  // namespace

BinaryArray::BinaryArray(Type type) : type_(type), bytes_(kHeader, '\0') {}

void BinaryArray::Reserve(const std::vector<std::string>& texts) {
  size_t size = bytes_.size();
  for (const std::string& text : texts) size += 4 + text.size();
  bytes_.reserve(size);
}

void BinaryArray::Add(std::string_view bytes) {
  ++count_;
  char size[4];
  Put(bytes.size(), sizeof(size), size);
  bytes_.append(size, sizeof(size));
  bytes_.append(bytes);
}

void BinaryArray::AddNumber(uint64_t number, size_t size) {
  char bytes[8];
  Put(number, size, bytes);
  Add(std::string_view(bytes, size));
}

void BinaryArray::AddInt(int64_t number) {
  AddNumber(static_cast<uint64_t>(number), IntSize(type_));
}

void BinaryArray::AddDouble(double number) {
  AddNumber(std::bit_cast<uint64_t>(number), 8);
}

void BinaryArray::AddBool(bool value) { AddNumber(value ? 1 : 0, 1); }

void BinaryArray::AddDay(const std::string& day) {
  int32_t days = std::numeric_limits<int32_t>::min();  // -infinity
  const auto parsed = ParseDay(day);
  if (parsed.ok()) days = static_cast<int32_t>(*parsed - FirstDay());
  AddNumber(static_cast<uint32_t>(days), 4);
}

void BinaryArray::AddTime(absl::Time time) {
  static const int64_t kFirst =
      absl::ToUnixMicros(absl::FromCivil(FirstDay(), absl::UTCTimeZone()));
  AddNumber(static_cast<uint64_t>(absl::ToUnixMicros(time) - kFirst), 8);
}

// Dimensions, whether there are nulls, type, size, and the first index.
pqxx::binarystring BinaryArray::Parameter() {
  Put(count_ == 0 ? 0 : 1, 4, &bytes_[0]);
  Put(static_cast<uint32_t>(type_), 4, &bytes_[8]);
  Put(count_, 4, &bytes_[12]);
  Put(1, 4, &bytes_[16]);
  // An array without elements has no dimension.
  return pqxx::binarystring(bytes_.data(), count_ == 0 ? 12 : bytes_.size());
}

}  // namespace broadsheet::storage
