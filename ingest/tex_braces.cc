#include "ingest/tex_braces.h"

#include <limits>

namespace broadsheet::ingest {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr uint32_t kUnmatched = std::numeric_limits<uint32_t>::max();
constexpr uint32_t kDropped = kUnmatched - 1;

}  // namespace

TexBraces::TexBraces(std::string_view text) {
  if (text.find('{') == kNone) return;
  braces_.assign(text.size(), kUnmatched);
  std::vector<uint32_t> open;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '{') {
      open.push_back(static_cast<uint32_t>(i));
    } else if (text[i] == '}' && !open.empty()) {
      braces_[open.back()] = static_cast<uint32_t>(i);
      open.pop_back();
    }
  }
}

size_t TexBraces::CloseOf(size_t open) const {
  if (open >= braces_.size()) return kNone;
  const uint32_t close = braces_[open];
  return close == kUnmatched || close == kDropped ? kNone : close;
}

void TexBraces::Drop(size_t close) { braces_[close] = kDropped; }

bool TexBraces::IsDropped(size_t close) const {
  return close < braces_.size() && braces_[close] == kDropped;
}

}  // namespace broadsheet::ingest
