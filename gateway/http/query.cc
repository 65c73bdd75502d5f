#include "gateway/http/query.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/text.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxPairs = 200;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

absl::Status BadEncoding(std::string_view rule) {
  return InvalidField("url", rule);
}

}  // namespace

absl::StatusOr<std::string> PercentDecode(std::string_view text,
                                          bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexValue(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return BadEncoding("has a % that two hexadecimal digits do not follow");
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!IsUtf8(out)) return BadEncoding("is not UTF-8");
  if (out.find('\0') != std::string::npos) return BadEncoding("has a NUL");
  return out;
}

std::string PercentEncode(std::string_view text, std::string_view keep) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) ||
        std::string_view("-._~").find(c) != std::string_view::npos ||
        keep.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

absl::StatusOr<QueryParams> QueryParams::Parse(std::string_view text) {
  QueryParams params;
  for (absl::string_view pair :
       absl::StrSplit(AsAbsl(text), '&', absl::SkipEmpty())) {
    if (params.pairs_.size() == kMaxPairs) {
      return BadEncoding("has more than 200 parameters");
    }
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(pair, absl::MaxSplits('=', 1));
    auto name = PercentDecode(AsStd(parts.first), true);
    if (!name.ok()) return name.status();
    auto value = PercentDecode(AsStd(parts.second), true);
    if (!value.ok()) return value.status();
    params.pairs_.emplace_back(*std::move(name), *std::move(value));
  }
  return params;
}

std::string QueryParams::Get(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return "";
}

bool QueryParams::Has(std::string_view name) const {
  for (const auto& pair : pairs_) {
    if (pair.first == name) return true;
  }
  return false;
}

absl::StatusOr<std::vector<std::string>> SplitPath(std::string_view path) {
  if (path.empty() || path[0] != '/') {
    return BadEncoding("does not start with a slash");
  }
  std::vector<std::string> segments;
  for (absl::string_view raw : absl::StrSplit(AsAbsl(path.substr(1)), '/')) {
    auto segment = PercentDecode(AsStd(raw), false);
    if (!segment.ok()) return segment.status();
    segments.push_back(*std::move(segment));
  }
  return segments;
}

std::map<std::string, std::string> ParseCookies(std::string_view header) {
  std::map<std::string, std::string> cookies;
  for (absl::string_view pair : absl::StrSplit(AsAbsl(header), ';')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(pair, absl::MaxSplits('=', 1));
    const absl::string_view name = absl::StripAsciiWhitespace(parts.first);
    if (name.empty()) continue;
    cookies.emplace(std::string(name),
                    std::string(absl::StripAsciiWhitespace(parts.second)));
  }
  return cookies;
}

}  // namespace broadsheet::gateway
