#include "cli/training_wait.h"

#include "absl/time/time.h"
#include "cli/progress.h"

namespace broadsheet::cli {
namespace {

constexpr absl::Duration kPollPeriod = absl::Milliseconds(500);
// While the gateway or the trainer is started again: a minute of polls.
constexpr int kMaxFailures = 120;

// What another poll may mend: a trainer that keeps all processors busy may
// answer late as well.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

absl::StatusOr<v1::GetTrainingOperationResponse> AwaitTraining(
    Session& session, const v1::Operation& operation,
    const std::string& label) {
  Progress progress(session.console, session.clock, label, "steps");
  v1::GetTrainingOperationRequest request;
  request.set_operation_id(operation.id());
  int failures = 0;
  while (true) {
    auto state = session.client->GetTrainingOperation(request);
    if (state.ok()) {
      failures = 0;
      const v1::Operation& now = state->operation();
      progress.SetTotal(now.items_total());
      progress.SetDone(now.items_done());
      progress.SetRecords(now.items_done());
      if (now.done()) {
        if (!now.error().empty()) return absl::AbortedError(now.error());
        return state;
      }
    } else if (!MayPass(state.status()) || ++failures > kMaxFailures) {
      return state.status();
    }
    progress.Tick();
    session.sleep(kPollPeriod);
  }
}

}  // namespace broadsheet::cli
