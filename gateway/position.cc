#include "gateway/position.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::gateway {

std::string FormatPosition(const v1::Position& position) {
  return absl::StrCat(position.epoch(), "/", position.commit());
}

std::optional<v1::Position> ParsePosition(std::string_view text) {
  const size_t slash = text.rfind('/');
  if (slash == std::string_view::npos || slash == 0 || text.size() > 200) {
    return std::nullopt;
  }
  uint64_t commit = 0;
  if (!absl::SimpleAtoi(AsAbsl(text.substr(slash + 1)), &commit)) {
    return std::nullopt;
  }
  for (const char c : text) {
    if (c <= ' ' || c > '~') return std::nullopt;
  }
  v1::Position position;
  position.set_epoch(std::string(text.substr(0, slash)));
  position.set_commit(commit);
  return position;
}

std::optional<v1::Position> PositionSeen(const CallContext& call) {
  return ParsePosition(call.Get(kPositionKey));
}

void AnswerPosition(CallContext& call, const v1::Position& position) {
  if (position.commit() == 0) return;
  call.SetTrailer(kPositionKey, FormatPosition(position));
}

}  // namespace broadsheet::gateway
