#include "common/peer_policy.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/tls_files.h"
#include "grpc/grpc_security_constants.h"

namespace broadsheet {
namespace {

constexpr char kEverybody[] = "any";

bool IsServiceName(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

}  // namespace

absl::StatusOr<PeerPolicy> PeerPolicy::Parse(const std::string& text) {
  PeerPolicy policy;
  if (text == kEverybody) return policy;
  policy.services_ = absl::StrSplit(text, ',');
  for (const std::string& service : policy.services_) {
    if (!IsServiceName(service)) {
      return InvalidField("--tls-peers",
                          absl::StrCat("\"", service,
                                       "\" is no name of a service; write "
                                       "storage,gateway or any"));
    }
  }
  return policy;
}

absl::Status PeerPolicy::Check(const grpc::AuthContext& peer) const {
  if (everybody()) return absl::OkStatus();
  std::vector<std::string> names;
  for (const grpc::string_ref& uri :
       peer.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME)) {
    names.emplace_back(uri.data(), uri.size());
  }
  for (const std::string& service : services_) {
    const std::string uri = ServiceUri(service);
    if (std::find(names.begin(), names.end(), uri) != names.end()) {
      return absl::OkStatus();
    }
  }
  return MakeError(
      absl::StatusCode::kPermissionDenied, "PEER_NOT_ALLOWED",
      absl::StrCat("the caller's certificate is of ",
                   names.empty() ? "no service" : absl::StrJoin(names, ", "),
                   "; --tls-peers allows ", absl::StrJoin(services_, ", ")));
}

}  // namespace broadsheet
