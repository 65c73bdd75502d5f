#ifndef BROADSHEET_INGEST_SOURCES_JSON_PAGE_H_
#define BROADSHEET_INGEST_SOURCES_JSON_PAGE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "common/errors.h"
#include "simdjson.h"

// For the .cc files of sources that answer in JSON; simdjson's header is large.

namespace broadsheet::ingest {

// A page as JSON, for what it says of itself. Elements belong to this.
class JsonPage {
 public:
  explicit JsonPage(std::string_view page)
      : padded_(page), error_(parser_.parse(padded_).get(root_)) {}

  bool ok() const { return error_ == simdjson::SUCCESS; }
  simdjson::dom::element root() const { return root_; }

 private:
  simdjson::padded_string padded_;
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
  simdjson::error_code error_;
};

// A whole number, also one that is written as a string; 0 when it is neither.
inline int64_t ToNumber(simdjson::simdjson_result<simdjson::dom::element> at) {
  int64_t number = 0;
  std::string_view text;
  if (at.get(number) == simdjson::SUCCESS) return number;
  if (at.get(text) != simdjson::SUCCESS) return 0;
  return absl::SimpleAtoi(AsAbsl(text), &number) ? number : 0;
}

// The text, or nothing.
inline std::string ToText(
    simdjson::simdjson_result<simdjson::dom::element> at) {
  std::string_view text;
  return at.get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

// Elements of a list; -1 when it is none.
inline int64_t CountElements(
    simdjson::simdjson_result<simdjson::dom::element> at) {
  simdjson::dom::array list;
  if (at.get(list) != simdjson::SUCCESS) return -1;
  // Array::size saturates, which pages never reach.
  return static_cast<int64_t>(list.size());
}

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_SOURCES_JSON_PAGE_H_
