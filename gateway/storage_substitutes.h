#ifndef BROADSHEET_GATEWAY_STORAGE_SUBSTITUTES_H_
#define BROADSHEET_GATEWAY_STORAGE_SUBSTITUTES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "common/call_context.h"
#include "gateway/backend.h"

namespace broadsheet::gateway {

// What the gateway answers when storage does not: what the recommenders hold.
// Blocks; thread-safe.
class StorageSubstitutes {
 public:
  // `backend`: the houses themselves. Must outlive this.
  explicit StorageSubstitutes(Backend* backend) : backend_(backend) {}

  // The records of the recommenders, marked in `degraded`; `why` when they lack
  // one of them, since storage may have it, or when there are more than 20 ids.
  absl::StatusOr<v1::BatchGetPapersResponse> Papers(
      const CallContext& call, const std::vector<std::string>& ids,
      const absl::Status& why);
  // What is trending in the place of the latest list; an empty list in the
  // place of any other. Marked in ListInfo.degraded; never an error.
  v1::ListSubmittedResponse Submitted(const CallContext& call,
                                      const v1::ListSubmittedRequest& request);

 private:
  Backend* const backend_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_STORAGE_SUBSTITUTES_H_
