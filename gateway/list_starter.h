#ifndef BROADSHEET_GATEWAY_LIST_STARTER_H_
#define BROADSHEET_GATEWAY_LIST_STARTER_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/call_context.h"
#include "gateway/identity.h"
#include "google/protobuf/message.h"

namespace broadsheet::gateway {

// Starts what recommenders answer (lists, mostly) without a thread that waits.
// Does what MethodTable::Invoke does of the same methods. Thread-safe.
class ListStarter {
 public:
  // The response in protobuf's bytes, or why there is none: once, from any
  // thread, which it must not block.
  using Done = std::function<void(absl::StatusOr<std::string>)>;

  virtual ~ListStarter() = default;

  // `method` is "RecommendService/Search".
  virtual bool Starts(std::string_view method) const = 0;
  // `method` is one that this starts, `request` of its type and this one's
  // alone. Never blocks.
  virtual void Start(const std::string& method,
                     std::shared_ptr<CallContext> call,
                     const Identity& identity,
                     std::shared_ptr<google::protobuf::Message> request,
                     Done done) = 0;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_LIST_STARTER_H_
