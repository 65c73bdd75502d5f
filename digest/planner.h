#ifndef BROADSHEET_DIGEST_PLANNER_H_
#define BROADSHEET_DIGEST_PLANNER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "digest/chooser.h"
#include "digest/composer.h"
#include "digest/houses.h"

namespace broadsheet::digest {

// Takes subscriptions that are due, chooses their issues and puts them into the
// ledger. What it has taken and does not finish is taken by others when the
// lease has run out. Thread-safe.
class Planner {
 public:
  struct Options {
    // The newspaper's zone.
    absl::TimeZone zone;
    absl::Duration lease = absl::Seconds(60);
    // Subscriptions taken together; at most 500.
    int batch = 100;
  };

  // All must outlive this. `random_id` makes 24 hexadecimal digits.
  Planner(Options options, Houses* houses, Chooser* chooser,
          const Composer* composer, const Clock* clock,
          std::function<std::string()> random_id)
      : options_(options),
        houses_(houses),
        chooser_(chooser),
        composer_(composer),
        clock_(clock),
        random_id_(std::move(random_id)) {}

  struct Planned {
    // Subscriptions that were taken, and issues that are new in the ledger.
    int taken = 0;
    int put = 0;
  };
  // One batch.
  absl::StatusOr<Planned> Plan(const CallContext& call);

 private:
  internal::v1::ChosenIssue Chosen(const internal::v1::DueSubscription& due,
                                   internal::v1::IssueContent content) const;

  const Options options_;
  Houses* const houses_;
  Chooser* const chooser_;
  const Composer* const composer_;
  const Clock* const clock_;
  const std::function<std::string()> random_id_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_PLANNER_H_
