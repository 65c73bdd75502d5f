#ifndef BROADSHEET_STORAGE_WRITE_IN_ORDER_H_
#define BROADSHEET_STORAGE_WRITE_IN_ORDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/call_context.h"
#include "common/errors.h"
#include "storage/database.h"

namespace broadsheet::storage {

inline constexpr char kOutOfOrder[] = "OUT_OF_ORDER";

// The feed has the changes of a lower transaction's number first. A body
// answers this (ABORTED) when it finds that it would change what one with a
// higher number has changed before it. `what`: "vectors of the encoder".
inline absl::Status OutOfOrder(const std::string& what) {
  return MakeError(
      absl::StatusCode::kAborted, kOutOfOrder,
      absl::StrCat(what, " are written by others at this moment; try again"));
}

// Runs the body in a transaction, and again in another one, with a higher
// number, when it came out of order: at once first, then after pauses that
// double, so that many writers of one thing get past each other.
template <class Body>
auto WriteInOrder(const CallContext& call, Database* database, Body body) {
  constexpr int kMaxTries = 8;
  for (int tries = 1;; ++tries) {
    auto result = database->Write(call, body);
    if (result.ok() || tries == kMaxTries ||
        ReasonOf(result.status()) != kOutOfOrder) {
      return result;
    }
    if (!call.Alive().ok()) return result;
    absl::SleepFor(absl::Milliseconds((1 << tries) - 2));
  }
}

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_WRITE_IN_ORDER_H_
