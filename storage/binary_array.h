#ifndef BROADSHEET_STORAGE_BINARY_ARRAY_H_
#define BROADSHEET_STORAGE_BINARY_ARRAY_H_

#include <cstdint>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace broadsheet::storage {

// Builds a PostgreSQL array in the form that array_send and array_recv of
// src/backend/utils/adt/arrayfuncs.c define, to be passed as one parameter and
// spread by unnest($1::text[]). Against SqlArray neither side escapes, prints
// or parses anything, which for texts is most of the work: for bulk writes.
class BinaryArray {
 public:
  // Of the elements; the numbers are those of pg_type.
  enum class Type : uint32_t {
    kBoolean = 16,
    kBytea = 17,
    kBigint = 20,
    kSmallint = 21,
    kInteger = 23,
    kText = 25,
    kDouble = 701,
    kDate = 1082,
    kTimestamptz = 1184,
  };

  explicit BinaryArray(Type type);

  // Makes room for these texts at once.
  void Reserve(const std::vector<std::string>& texts);
  // To arrays of kText, which must not contain NUL, or kBytea.
  void Add(std::string_view bytes);
  // To arrays of integers, which it must fit into.
  void AddInt(int64_t number);
  void AddDouble(double number);
  void AddBool(bool value);
  // "YYYY-MM-DD", valid; an empty one is -infinity.
  void AddDay(const std::string& day);
  // Cut off to microseconds.
  void AddTime(absl::Time time);

  // The whole array, as a parameter of exec_prepared.
  pqxx::binarystring Parameter();

 private:
  // The number's lowest `size` bytes, the highest first.
  void AddNumber(uint64_t number, size_t size);

  Type type_;
  std::string bytes_;
  uint32_t count_ = 0;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_BINARY_ARRAY_H_
