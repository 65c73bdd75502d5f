#ifndef BROADSHEET_GATEWAY_PUBLIC_API_H_
#define BROADSHEET_GATEWAY_PUBLIC_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/backend.h"
#include "gateway/method_table.h"
#include "gateway/system_status.h"

namespace broadsheet::gateway {

// What the public methods do once a request is prepared (method_table.h): check
// what the gateway knows better than the houses, then forward. Thread-safe.
class PublicApi {
 public:
  // Both must outlive this.
  PublicApi(Backend* backend, SystemStatus* status)
      : backend_(backend), status_(status) {}

  void Register(MethodTable* table);

 private:
  void RegisterPapers(MethodTable* table);
  void RegisterLists(MethodTable* table);
  void RegisterReaders(MethodTable* table);
  void RegisterOperations(MethodTable* table);

  absl::StatusOr<v1::RecordEventsResponse> RecordEvents(
      CallContext& call, const v1::RecordEventsRequest& request);

  Backend* const backend_;
  SystemStatus* const status_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_PUBLIC_API_H_
