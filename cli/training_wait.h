#ifndef BROADSHEET_CLI_TRAINING_WAIT_H_
#define BROADSHEET_CLI_TRAINING_WAIT_H_

#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/v1/model_service.pb.h"
#include "cli/session.h"

namespace broadsheet::cli {

// Follows a training or an evaluation until it is done, with a bar. An ended
// operation that failed is ABORTED with its reason. A trainer that is started
// again meanwhile has forgotten it: NOT_FOUND.
absl::StatusOr<v1::GetTrainingOperationResponse> AwaitTraining(
    Session& session, const v1::Operation& operation, const std::string& label);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_TRAINING_WAIT_H_
