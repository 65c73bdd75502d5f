#ifndef BROADSHEET_DIGEST_DIGEST_SERVICE_H_
#define BROADSHEET_DIGEST_DIGEST_SERVICE_H_

#include "broadsheet/v1/digest_service.grpc.pb.h"
#include "common/rpc.h"
#include "digest/desk.h"

namespace broadsheet::digest {

// Forwards each method to the desk.
class DigestService final : public v1::DigestService::CallbackService {
 public:
  // Both must outlive this.
  DigestService(Desk* desk, Rpcs* rpcs) : desk_(desk), rpcs_(rpcs) {}

#define BROADSHEET_FORWARD(name)                                            \
  grpc::ServerUnaryReactor* name(grpc::CallbackServerContext* context,      \
                                 const v1::name##Request* request,          \
                                 v1::name##Response* response) override {   \
    return rpcs_->Unary("DigestService/" #name, context, request, response, \
                        [this](CallContext& call, const auto& r) {          \
                          return desk_->name(call, r);                      \
                        });                                                 \
  }
  BROADSHEET_DIGEST_METHODS(BROADSHEET_FORWARD)
#undef BROADSHEET_FORWARD

 private:
  Desk* const desk_;
  Rpcs* const rpcs_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_DIGEST_SERVICE_H_
