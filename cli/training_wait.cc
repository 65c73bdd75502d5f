#include "cli/training_wait.h"

#include "cli/patience.h"
#include "cli/progress.h"

namespace broadsheet::cli {

absl::StatusOr<v1::GetTrainingOperationResponse> AwaitTraining(
    Session& session, const v1::Operation& operation,
    const std::string& label) {
  Progress progress(session.console, session.clock, label, "steps");
  v1::GetTrainingOperationRequest request;
  request.set_operation_id(operation.id());
  Patience patience(session.clock);
  while (true) {
    auto state = session.client->GetTrainingOperation(request);
    if (state.ok()) {
      patience.Answered();
      const v1::Operation& now = state->operation();
      progress.SetTotal(now.items_total());
      progress.SetDone(now.items_done());
      progress.SetRecords(now.items_done());
      if (now.done()) {
        if (!now.error().empty()) return absl::AbortedError(now.error());
        return state;
      }
    } else if (!patience.Allows(state.status())) {
      return state.status();
    }
    progress.Tick();
    session.sleep(kPollPeriod);
  }
}

}  // namespace broadsheet::cli
