#ifndef BROADSHEET_GATEWAY_POSITION_H_
#define BROADSHEET_GATEWAY_POSITION_H_

#include <optional>
#include <string>
#include <string_view>

#include "broadsheet/v1/position.pb.h"
#include "common/call_context.h"

namespace broadsheet::gateway {

// Positions as text, "EPOCH/COMMIT". The key is that of gRPC metadata, of the
// HTTP header (any case) and, behind the adapters, of CallContext both ways:
// Get(kPositionKey) is what the client has seen, the trailer what it now wrote.
inline constexpr char kPositionKey[] = "x-broadsheet-position";
inline constexpr char kPositionCookie[] = "broadsheet_position";

std::string FormatPosition(const v1::Position& position);
// Nothing when `text` is no position: a stale cookie must not break a page.
std::optional<v1::Position> ParsePosition(std::string_view text);

// The position that the client says it has seen; use it as `min_position`.
std::optional<v1::Position> PositionSeen(const CallContext& call);
// Tells the client where its write stands.
void AnswerPosition(CallContext& call, const v1::Position& position);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_POSITION_H_
