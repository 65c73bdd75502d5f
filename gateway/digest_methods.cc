#include "gateway/digest_methods.h"

#include "broadsheet/v1/digest_service.pb.h"
#include "gateway/backend.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {
namespace {

template <class Request, class Response>
void Add(const char* method, Backend* backend, MethodTable* table) {
  table->Add<Request, Response>(
      method,
      [backend, method](CallContext& call, const Identity&,
                        const Request& request) -> absl::StatusOr<Response> {
        Response response;
        absl::Status status =
            backend->CallDigest(call, method, request, &response);
        if (!status.ok()) return status;
        return response;
      });
}

}  // namespace

void RegisterDigestMethods(Backend* backend, MethodTable* table) {
#define BROADSHEET_ADD(name)                                                  \
  Add<v1::name##Request, v1::name##Response>("DigestService/" #name, backend, \
                                             table);
  BROADSHEET_DIGEST_METHODS(BROADSHEET_ADD)
#undef BROADSHEET_ADD
}

}  // namespace broadsheet::gateway
