#include "recommend/encoder/openai_answer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "absl/base/config.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/encoder/encoder_options.h"
#include "simdjson.h"

#ifndef ABSL_IS_LITTLE_ENDIAN
#error "vectors in base64 are copied as they are"
#endif

namespace broadsheet::recommend {
namespace {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;
using Vectors = std::vector<std::vector<float>>;

absl::Status Bad(size_t at, std::string_view rule) {
  return absl::DataLossError(
      absl::StrCat("the embedding server's data[", at, "] ", AsAbsl(rule)));
}

float ToFloat(double value) {
  constexpr float kMost = std::numeric_limits<float>::max();
  if (std::abs(value) <= kMost) return static_cast<float>(value);
  return std::numeric_limits<float>::infinity();
}

absl::Status ReadNumbers(size_t at, Array numbers, std::vector<float>* vector) {
  vector->reserve(std::min(numbers.size(), kMaxDimension));
  for (Element number : numbers) {
    double value = 0;
    if (number.get(value)) {
      return Bad(at, "has a value that is no number");
    }
    if (vector->size() == kMaxDimension) {
      return Bad(at, "has more than 4,096 values");
    }
    vector->push_back(ToFloat(value));
  }
  return absl::OkStatus();
}

absl::Status ReadBase64(size_t at, std::string_view text,
                        std::vector<float>* vector) {
  std::string bytes;
  if (!absl::Base64Unescape(AsAbsl(text), &bytes) ||
      bytes.size() % sizeof(float) != 0) {
    return Bad(at, "is not base64 of floats");
  }
  if (bytes.size() > kMaxDimension * sizeof(float)) {
    return Bad(at, "has more than 4,096 values");
  }
  if (bytes.empty()) return absl::OkStatus();
  vector->resize(bytes.size() / sizeof(float));
  std::memcpy(vector->data(), bytes.data(), bytes.size());
  return absl::OkStatus();
}

absl::Status ReadValues(size_t at, Element embedding,
                        std::vector<float>* vector) {
  Array numbers;
  if (!embedding.get(numbers)) return ReadNumbers(at, numbers, vector);
  std::string_view text;
  if (!embedding.get(text)) return ReadBase64(at, text, vector);
  return Bad(at, "has an embedding of another type");
}

// Of the element `at` of the list; where its vector goes is its own to say.
absl::Status ReadVector(size_t at, Element element, Vectors* vectors) {
  Object object;
  if (element.get(object)) return Bad(at, "is no object");
  int64_t index = static_cast<int64_t>(at);
  Element found;
  if (object.at_key("index").get(found) == simdjson::SUCCESS &&
      found.get(index)) {
    return Bad(at, "has an index that is no number");
  }
  if (index < 0 || static_cast<size_t>(index) >= vectors->size()) {
    return Bad(at, "has an index outside of what was asked for");
  }
  std::vector<float>& vector = (*vectors)[static_cast<size_t>(index)];
  if (!vector.empty()) return Bad(at, "has an index that was there before");
  if (object.at_key("embedding").get(found)) return Bad(at, "has no embedding");
  const absl::Status read = ReadValues(at, found, &vector);
  if (read.ok() && vector.empty()) return Bad(at, "has an empty embedding");
  return read;
}

}  // namespace

absl::StatusOr<std::vector<std::vector<float>>> ParseOpenAiAnswer(
    std::string_view json, size_t count) {
  simdjson::dom::parser parser;
  Element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root)) {
    return absl::DataLossError(
        absl::StrCat("the embedding server's answer is not JSON: ",
                     simdjson::error_message(error)));
  }
  Object object;
  Array data;
  if (root.get(object) || object.at_key("data").get(data)) {
    return absl::DataLossError(
        "the embedding server's answer has no list \"data\"; --encoder-url has "
        "to lead to an API like OpenAI's");
  }
  if (data.size() != count) {
    return absl::DataLossError(absl::StrCat("the embedding server made ",
                                            data.size(), " vectors of ", count,
                                            " texts"));
  }
  Vectors vectors(count);
  size_t at = 0;
  for (Element element : data) {
    const absl::Status read = ReadVector(at++, element, &vectors);
    if (!read.ok()) return read;
  }
  return vectors;
}

}  // namespace broadsheet::recommend
