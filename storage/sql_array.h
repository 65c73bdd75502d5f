#ifndef BROADSHEET_STORAGE_SQL_ARRAY_H_
#define BROADSHEET_STORAGE_SQL_ARRAY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet::storage {

// Builds a PostgreSQL array as text, to be passed as one parameter and spread
// by unnest($1::text[]): rows of a batch travel in one statement.
class SqlArray {
 public:
  // Quoted and escaped; must not contain NUL.
  void AddText(std::string_view text);
  // As AddText of "\x..."; any bytes.
  void AddBytes(std::string_view bytes);
  void AddInt(int64_t number);
  // Exact: the shortest text that reads back as the same number.
  void AddDouble(double number);
  void AddBool(bool value);

  // The whole array: {"a","b"}.
  std::string Text() const { return text_ + "}"; }

 private:
  void Separate();

  std::string text_ = "{";
};

// {"a","b"} from a list.
template <class List>
std::string TextArray(const List& list) {
  SqlArray array;
  for (const auto& element : list) array.AddText(element);
  return array.Text();
}

// The elements of a one-dimensional text[] as PostgreSQL prints it.
std::vector<std::string> ParseTextArray(std::string_view text);

// "\x4142" as a parameter of type bytea, and back from a column of it.
std::string BytesToSql(std::string_view bytes);
std::string BytesFromSql(std::string_view text);
// From encode(..., 'escape'), which is half as long for texts: \ooo for a byte
// that is zero or above 127, two backslashes for one.
std::string BytesFromEscaped(std::string_view text);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SQL_ARRAY_H_
