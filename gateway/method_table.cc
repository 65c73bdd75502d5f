#include "gateway/method_table.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "gateway/limits/write_limiter.h"
#include "gateway/policy.h"
#include "gateway/position.h"
#include "google/protobuf/descriptor.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status NormalizeOne(const std::string& path, std::string* id) {
  auto normal = NormalizePaperId(*id, "");
  if (!normal.ok()) return InvalidField(path, AsStd(normal.status().message()));
  *id = *std::move(normal);
  return absl::OkStatus();
}

// Who asks by a name need not name papers.
int LeastPaperIds(const Message& request) {
  const auto* author = request.GetDescriptor()->FindFieldByName("author");
  const bool named =
      author != nullptr &&
      !request.GetReflection()->GetString(request, author).empty();
  return named ? 0 : 1;
}

absl::Status NormalizePaperIds(Message* request) {
  const auto* descriptor = request->GetDescriptor();
  const auto* reflection = request->GetReflection();
  if (const auto* field = descriptor->FindFieldByName("paper_id")) {
    std::string id = reflection->GetString(*request, field);
    if (absl::Status one = NormalizeOne("paper_id", &id); !one.ok()) return one;
    reflection->SetString(request, field, id);
  }
  const auto* field = descriptor->FindFieldByName("paper_ids");
  if (field == nullptr) return absl::OkStatus();
  const int size = reflection->FieldSize(*request, field);
  if (size < LeastPaperIds(*request) || size > 500) {
    return InvalidField(
        "paper_ids", absl::StrCat("has ", size, " ids; 1 to 500 are allowed"));
  }
  for (int i = 0; i < size; ++i) {
    std::string id = reflection->GetRepeatedString(*request, field, i);
    absl::Status one = NormalizeOne(absl::StrCat("paper_ids[", i, "]"), &id);
    if (!one.ok()) return one;
    reflection->SetRepeatedString(request, field, i, id);
  }
  return absl::OkStatus();
}

// The position of the caller's own writes. An anonymous caller has made none,
// and must not make lists wait for one that nobody has reached.
void FillPosition(const CallContext& call, const Identity& identity,
                  Message* request) {
  const auto* field = request->GetDescriptor()->FindFieldByName("min_position");
  if (field == nullptr) return;
  const auto* reflection = request->GetReflection();
  if (identity.anonymous()) return reflection->ClearField(request, field);
  if (reflection->HasField(*request, field)) return;
  const std::optional<v1::Position> seen = PositionSeen(call);
  if (!seen.has_value()) return;
  reflection->MutableMessage(request, field)->CopyFrom(*seen);
}

}  // namespace

absl::Status PrepareRequest(const std::string& method, const CallContext& call,
                            const Identity& identity, Message* request) {
  const MethodRule* rule = FindRule(method);
  if (rule == nullptr) {
    return MakeError(absl::StatusCode::kUnimplemented, "NOT_SERVED",
                     absl::StrCat("the gateway does not serve ", method));
  }
  if (absl::Status may = Authorize(*rule, identity, request); !may.ok()) {
    return may;
  }
  if (absl::Status ids = NormalizePaperIds(request); !ids.ok()) return ids;
  FillPosition(call, identity, request);
  return absl::OkStatus();
}

absl::Status MethodTable::Invoke(const std::string& method, CallContext& call,
                                 const Identity& identity, Message* request,
                                 Message* response) const {
  const auto found = methods_.find(method);
  if (found == methods_.end()) {
    return MakeError(absl::StatusCode::kUnimplemented, "NOT_SERVED",
                     absl::StrCat("the gateway does not serve ", method));
  }
  absl::Status ready = PrepareRequest(method, call, identity, request);
  if (!ready.ok()) return ready;
  if (FindRule(method)->writes()) {
    absl::Status slow = TakeTurn(method, call, identity);
    if (!slow.ok()) return slow;
  }
  return found->second(call, identity, *request, response);
}

absl::Status MethodTable::AdmitWrite(const std::string& method,
                                     CallContext& call,
                                     const Identity& identity) const {
  absl::Status may = CheckAccess(*FindRule(method), identity);
  return may.ok() ? TakeTurn(method, call, identity) : may;
}

absl::Status MethodTable::TakeTurn(const std::string& method, CallContext& call,
                                   const Identity& identity) const {
  if (limiter_ == nullptr) return absl::OkStatus();
  return limiter_->Take(call, method, identity);
}

}  // namespace broadsheet::gateway
