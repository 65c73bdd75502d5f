#ifndef BROADSHEET_GATEWAY_HTTP_QUERY_H_
#define BROADSHEET_GATEWAY_HTTP_QUERY_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace broadsheet::gateway {

// Names and values of a query string or of a form, in their order, decoded.
class QueryParams {
 public:
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  QueryParams() = default;
  // INVALID_ARGUMENT: a bad percent sequence, bytes that are not UTF-8, a NUL,
  // or more than 200 pairs. "+" is a space.
  static absl::StatusOr<QueryParams> Parse(std::string_view text);

  // The first value of that name; empty when there is none.
  std::string Get(std::string_view name) const;
  bool Has(std::string_view name) const;
  const Pairs& pairs() const { return pairs_; }

 private:
  Pairs pairs_;
};

// Undoes percent-encoding. INVALID_ARGUMENT for "%", "%4", "%zz", bytes that
// are not UTF-8, and NUL.
absl::StatusOr<std::string> PercentDecode(std::string_view text,
                                          bool plus_is_space);
// Encodes all but A-Z a-z 0-9 - . _ ~, and the characters of `keep`.
std::string PercentEncode(std::string_view text, std::string_view keep = "");

// The segments of a path ("/a/b%2Fc" -> "a", "b/c"), decoded one by one.
absl::StatusOr<std::vector<std::string>> SplitPath(std::string_view path);

// The pairs of a Cookie header; of equal names the first wins.
std::map<std::string, std::string> ParseCookies(std::string_view header);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_QUERY_H_
