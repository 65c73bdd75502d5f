#ifndef BROADSHEET_COMMON_CALL_CONTEXT_H_
#define BROADSHEET_COMMON_CALL_CONTEXT_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/cancellation.h"

namespace broadsheet {

// Where a call comes from, in its metadata: set by the adapter (for gRPC as
// gRPC writes peers), never by the client.
inline constexpr char kPeerAddressKey[] = "x-client-address";

// What a handler knows of the call it answers, free of gRPC so that handlers
// can be tested without a server. The adapter in rpc.h makes it.
class CallContext {
 public:
  using Metadata = std::multimap<std::string, std::string>;

  // For tests and for work that no call asked for.
  explicit CallContext(absl::Time deadline = absl::InfiniteFuture(),
                       std::string request_id = "");
  CallContext(absl::Time deadline, std::string request_id, Metadata metadata,
              std::shared_ptr<Cancellation> cancellation);

  // Behind the adapter never infinite for unary calls, which it clamps to a
  // maximum; streams may have none.
  absl::Time deadline() const { return deadline_; }
  // What is left of it, at least zero.
  absl::Duration TimeLeft() const;
  // Crosses services in the metadata key "x-request-id".
  const std::string& request_id() const { return request_id_; }
  bool cancelled() const { return cancellation_->cancelled(); }
  // For work that goes on without the handler.
  Cancellation& cancellation() const { return *cancellation_; }
  // OK, CANCELLED or DEADLINE_EXCEEDED: ask before expensive work.
  absl::Status Alive() const;

  // The value of a metadata key (lower case); empty when there is none.
  std::string Get(std::string_view key) const;
  // The token of "authorization: Bearer TOKEN"; empty when there is none.
  std::string BearerToken() const;

  // Trailing metadata of the answer. Only before the handler returns.
  void SetTrailer(std::string key, std::string value);
  const Metadata& trailers() const { return trailers_; }

 private:
  absl::Time deadline_;
  std::string request_id_;
  Metadata metadata_;
  Metadata trailers_;
  std::shared_ptr<Cancellation> cancellation_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_CALL_CONTEXT_H_
