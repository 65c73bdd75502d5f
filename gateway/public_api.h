#ifndef BROADSHEET_GATEWAY_PUBLIC_API_H_
#define BROADSHEET_GATEWAY_PUBLIC_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/account_service.pb.h"
#include "common/clock.h"
#include "gateway/backend.h"
#include "gateway/method_table.h"
#include "gateway/system_status.h"

namespace broadsheet::gateway {

// What the public methods do once a request is prepared (method_table.h): check
// what the gateway knows better than the houses, then forward. Thread-safe.
class PublicApi {
 public:
  // All must outlive this. `zone`: where "today" is decided.
  PublicApi(Backend* backend, SystemStatus* status, const Clock* clock,
            absl::TimeZone zone)
      : backend_(backend), status_(status), clock_(clock), zone_(zone) {}

  void Register(MethodTable* table);

 private:
  void RegisterPapers(MethodTable* table);
  void RegisterLists(MethodTable* table);
  void RegisterReaders(MethodTable* table);
  void RegisterOperations(MethodTable* table);

  absl::StatusOr<v1::RecordEventsResponse> RecordEvents(
      CallContext& call, const v1::RecordEventsRequest& request);
  absl::StatusOr<v1::SubmitPaperResponse> SubmitPaper(
      CallContext& call, const v1::SubmitPaperRequest& request);
  absl::StatusOr<v1::CreateTokenResponse> CreateToken(
      CallContext& call, const v1::CreateTokenRequest& request);

  Backend* const backend_;
  SystemStatus* const status_;
  const Clock* const clock_;
  const absl::TimeZone zone_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_PUBLIC_API_H_
