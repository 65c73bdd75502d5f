#ifndef BROADSHEET_CLI_PATIENCE_H_
#define BROADSHEET_CLI_PATIENCE_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/clock.h"

namespace broadsheet::cli {

// Between two questions how far a job has come.
inline constexpr absl::Duration kPollPeriod = absl::Milliseconds(500);

// How long a command goes on asking after a job that needs no asking: services
// are started again, and what keeps all processors busy answers late. Not
// thread-safe.
class Patience {
 public:
  static constexpr absl::Duration kLongest = absl::Minutes(1);

  // `clock` must outlive this.
  explicit Patience(const Clock* clock) : clock_(clock) {}

  void Answered() { failing_since_.reset(); }
  // Whether to ask again: the error may pass, and it is not kLongest ago that
  // the first one of those without an answer in between came.
  bool Allows(const absl::Status& error);

 private:
  const Clock* clock_;
  std::optional<absl::Time> failing_since_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_PATIENCE_H_
