#ifndef BROADSHEET_GATEWAY_POLICY_H_
#define BROADSHEET_GATEWAY_POLICY_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "gateway/identity.h"

namespace google::protobuf {
class Message;
class MethodDescriptor;
}  // namespace google::protobuf

namespace broadsheet::gateway {

enum class Access {
  kPublic,      // Anybody.
  kCredential,  // A reader or the operator.
  kFull,        // The same, by a session or a token without scopes.
  kEditor,      // By role.
  kAdmin,
  kOperator,
};

// Whom a request may name as its reader.
enum class ReaderRule {
  kNone,      // It names nobody.
  kOptional,  // Anonymous requests name nobody.
  kRequired,  // After it is filled in, there must be one.
};

// Who may call a method, and for whom. Readers speak for themselves: an empty
// reader field becomes the credential's reader, and only the operator may name
// another.
struct MethodRule {
  std::string_view method;  // "ReaderService/RecordEvents"
  Access access;
  ReaderRule reader = ReaderRule::kNone;
  // Where the reader is named: "reader_id", or "events.reader_id" for a field
  // of repeated messages.
  std::string_view reader_field = "reader_id";
  // Fields that only the operator may set, separated by commas.
  std::string_view operator_fields = "";
  // What the token must be good for, when access is kCredential. Writes are
  // refused to the banned (reason BANNED), and limited; kPublic ones, too.
  v1::TokenScope scope = v1::TOKEN_SCOPE_READ;

  bool writes() const { return scope == v1::TOKEN_SCOPE_WRITE; }
};

// The rule of every public method: the single place that says who may do what.
const std::vector<MethodRule>& MethodRules();
// nullptr for a method that is not served.
const MethodRule* FindRule(std::string_view method);

// "PaperService/GetPaper" in the protos that this binary is linked with, or
// nullptr.
const google::protobuf::MethodDescriptor* FindMethod(std::string_view method);

// Checks `identity` alone, for streams. UNAUTHENTICATED (reason
// CREDENTIAL_NEEDED) or PERMISSION_DENIED (reason OPERATOR_ONLY, ADMINS_ONLY,
// EDITORS_ONLY, SCOPE_MISSING or BANNED).
absl::Status CheckAccess(const MethodRule& rule, const Identity& identity);
// Also checks the readers that `request` names, and fills in the credential's.
// PERMISSION_DENIED (reason OTHER_READER) for another's.
absl::Status Authorize(const MethodRule& rule, const Identity& identity,
                       google::protobuf::Message* request);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_POLICY_H_
