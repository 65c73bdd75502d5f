#include "common/errors.h"

#include <algorithm>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "google/rpc/error_details.pb.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxViolations = 20;
constexpr size_t kMaxText = 200;  // Of one field or rule, in bytes.
constexpr char kDomain[] = "broadsheet";
constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

template <class Message>
void Attach(absl::string_view url, const Message& message, absl::Status* to) {
  to->SetPayload(url, absl::Cord(message.SerializeAsString()));
}

template <class Message>
std::optional<Message> Detach(absl::string_view url, const absl::Status& from) {
  auto payload = from.GetPayload(url);
  Message message;
  if (!payload || !message.ParseFromString(std::string(*payload))) return {};
  return message;
}

std::string Cut(const std::string& text) {
  return std::string(CutUtf8(text, kMaxText));
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, std::string_view reason,
                       std::string_view message) {
  absl::Status status(code, AsAbsl(message));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kDomain);
  Attach(kErrorInfoUrl, info, &status);
  return status;
}

absl::Status InvalidField(std::string_view field, std::string_view rule) {
  return InvalidFields({{std::string(field), std::string(rule)}});
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  std::string message;
  google::rpc::BadRequest bad;
  const size_t kept = std::min(violations.size(), kMaxViolations);
  for (size_t i = 0; i < kept; ++i) {
    auto* violation = bad.add_field_violations();
    violation->set_field(Cut(violations[i].field));
    violation->set_description(Cut(violations[i].rule));
    absl::StrAppend(&message, i == 0 ? "" : "; ", violation->field(), " ",
                    violation->description());
  }
  absl::Status status =
      MakeError(absl::StatusCode::kInvalidArgument, "INVALID_FIELD", message);
  Attach(kBadRequestUrl, bad, &status);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  auto info = Detach<google::rpc::ErrorInfo>(kErrorInfoUrl, status);
  return info ? info->reason() : std::string();
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  auto bad = Detach<google::rpc::BadRequest>(kBadRequestUrl, status);
  if (!bad) return violations;
  for (const auto& violation : bad->field_violations()) {
    violations.push_back({violation.field(), violation.description()});
  }
  return violations;
}

}  // namespace broadsheet
