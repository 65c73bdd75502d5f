#include "ingest/tex_address.h"

#include "absl/strings/ascii.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kNone = std::string_view::npos;

bool EndsAddress(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c)) ||
         std::string_view("{}$<>\"").find(c) != kNone;
}

}  // namespace

bool StartsWithAddress(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") ||
         text.starts_with("ftp://");
}

size_t AddressLength(std::string_view text) {
  constexpr std::string_view kEscaped = "_%&#~^$";
  size_t at = 0;
  while (at < text.size() && !EndsAddress(text[at])) {
    if (text[at] != '\\') {
      ++at;
      continue;
    }
    if (at + 1 == text.size() || kEscaped.find(text[at + 1]) == kNone) break;
    at += 2;
    if (text.substr(at, 2) == "{}") at += 2;
  }
  return at;
}

std::string AddressWrittenAs(std::string_view text) {
  std::string address;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() &&
        !absl::ascii_isalpha(static_cast<unsigned char>(text[at + 1]))) {
      address.push_back(text[++at]);
      if (text.substr(at + 1, 2) == "{}") at += 2;
    } else {
      address.push_back(text[at]);
    }
  }
  return address;
}

}  // namespace broadsheet::ingest
