#include "gateway/http/route_pattern.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxRest = 20;

}  // namespace

RoutePattern::Segment RoutePattern::ParseSegment(const std::string& text) {
  const size_t close = text.find('}');
  if (text.empty() || text[0] != '{' || close == std::string::npos) {
    return {Kind::kText, text, ""};
  }
  std::string name = text.substr(1, close - 1);
  const std::string suffix = text.substr(close + 1);
  if (!absl::EndsWith(name, "...")) return {Kind::kOne, name, suffix};
  name.resize(name.size() - 3);
  return {Kind::kRest, name, suffix};
}

RoutePattern::RoutePattern(const std::string& pattern) {
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(pattern).substr(1), '/');
  for (const std::string& part : parts) {
    segments_.push_back(ParseSegment(part));
  }
}

bool RoutePattern::FitsOne(
    const Segment& segment, const std::string& text,
    std::map<std::string, std::string>* variables) const {
  if (segment.kind == Kind::kText) return segment.text == text;
  if (text.size() <= segment.suffix.size()) return false;
  if (!absl::EndsWith(text, segment.suffix)) return false;
  (*variables)[segment.text] =
      text.substr(0, text.size() - segment.suffix.size());
  return true;
}

bool RoutePattern::Fits(const std::vector<std::string>& path,
                        std::map<std::string, std::string>* variables) const {
  size_t at = 0;  // In `path`.
  for (size_t i = 0; i < segments_.size(); ++i) {
    const size_t after = segments_.size() - i - 1;
    if (path.size() < at + 1 + after) return false;
    size_t take = 1;
    if (segments_[i].kind == Kind::kRest) take = path.size() - at - after;
    if (take > kMaxRest) return false;
    const std::string text =
        absl::StrJoin(path.begin() + at, path.begin() + at + take, "/");
    if (!FitsOne(segments_[i], text, variables)) return false;
    at += take;
  }
  return at == path.size();
}

bool operator<(const RoutePattern& a, const RoutePattern& b) {
  const auto key = [](const RoutePattern::Segment& segment) {
    // Longer suffixes first: "{id...}.md" before "{id...}".
    return std::make_tuple(segment.kind,
                           -static_cast<long>(segment.suffix.size()));
  };
  const auto less = [&](const auto& x, const auto& y) {
    return key(x) < key(y);
  };
  const auto& x = a.segments_;
  const auto& y = b.segments_;
  const size_t common = std::min(x.size(), y.size());
  for (size_t i = 0; i < common; ++i) {
    if (less(x[i], y[i])) return true;
    if (less(y[i], x[i])) return false;
  }
  return x.size() > y.size();
}

}  // namespace broadsheet::gateway
