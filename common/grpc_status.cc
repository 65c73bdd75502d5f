#include "common/grpc_status.h"

#include <string>
#include <string_view>

#include "absl/strings/cord.h"
#include "common/errors.h"
#include "common/text.h"
#include "google/rpc/status.pb.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxMessage = 1024;
// The message travels twice (percent-coded and base64), so the details get what
// is left of gRPC's 8 KiB of metadata.
constexpr size_t kMaxDetails = 3072;

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string message(CutUtf8(AsStd(status.message()), kMaxMessage));
  const auto code = static_cast<grpc::StatusCode>(status.code());
  google::rpc::Status rich;
  rich.set_code(static_cast<int>(status.code()));
  rich.set_message(message);
  size_t size = 0;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    size += payload.size();
    if (size > kMaxDetails) return;
    auto* detail = rich.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(payload));
  });
  return grpc::Status(code, message, rich.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return result;
  for (const auto& detail : rich.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace broadsheet
