#include "gateway/policy.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Field(const Message& message, std::string_view name) {
  return message.GetDescriptor()->FindFieldByName(std::string(name));
}

absl::Status NeedCredential() {
  return MakeError(absl::StatusCode::kUnauthenticated, "CREDENTIAL_NEEDED",
                   "this needs a token; sign in, or send \"authorization: "
                   "Bearer TOKEN\"");
}

// One reader field: `path` is its name for people.
absl::Status CheckReader(const MethodRule& rule, const Identity& identity,
                         std::string_view field, const std::string& path,
                         Message* message) {
  const FieldDescriptor* descriptor = Field(*message, field);
  const auto* reflection = message->GetReflection();
  const std::string named = reflection->GetString(*message, descriptor);
  if (identity.is_reader() && named.empty()) {
    reflection->SetString(message, descriptor, identity.reader_id);
    return absl::OkStatus();
  }
  if (named.empty()) {
    if (rule.reader == ReaderRule::kOptional) return absl::OkStatus();
    return InvalidField(path, "is empty; the operator must name a reader");
  }
  if (identity.anonymous()) return NeedCredential();
  if (identity.is_operator() || named == identity.reader_id) {
    return absl::OkStatus();
  }
  return MakeError(
      absl::StatusCode::kPermissionDenied, "OTHER_READER",
      absl::StrCat(path, " names another reader; only the operator may"));
}

absl::Status CheckReaders(const MethodRule& rule, const Identity& identity,
                          Message* request) {
  const std::pair<absl::string_view, absl::string_view> path =
      absl::StrSplit(AsAbsl(rule.reader_field), absl::MaxSplits('.', 1));
  if (path.second.empty()) {
    return CheckReader(rule, identity, rule.reader_field,
                       std::string(rule.reader_field), request);
  }
  const FieldDescriptor* outer = Field(*request, AsStd(path.first));
  const auto* reflection = request->GetReflection();
  for (int i = 0; i < reflection->FieldSize(*request, outer); ++i) {
    const absl::Status checked =
        CheckReader(rule, identity, AsStd(path.second),
                    absl::StrCat(path.first, "[", i, "].", path.second),
                    reflection->MutableRepeatedMessage(request, outer, i));
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status CheckOperatorFields(const MethodRule& rule,
                                 const Identity& identity,
                                 const Message& request) {
  if (identity.is_operator()) return absl::OkStatus();
  std::vector<const FieldDescriptor*> present;
  request.GetReflection()->ListFields(request, &present);
  for (absl::string_view name :
       absl::StrSplit(AsAbsl(rule.operator_fields), ',', absl::SkipEmpty())) {
    for (const FieldDescriptor* field : present) {
      if (field->name() != name) continue;
      return MakeError(absl::StatusCode::kPermissionDenied, "OPERATOR_ONLY",
                       absl::StrCat("only the operator may set ", name));
    }
  }
  return absl::OkStatus();
}

// What readers write.
constexpr MethodRule Write(std::string_view method,
                           std::string_view reader_field = "reader_id",
                           std::string_view operator_fields = "") {
  return {method,       Access::kCredential, ReaderRule::kRequired,
          reader_field, operator_fields,     v1::TOKEN_SCOPE_WRITE};
}

// For everybody, as fast as writes are allowed.
constexpr MethodRule Open(std::string_view method) {
  return {method, Access::kPublic,      ReaderRule::kNone, "",
          "",     v1::TOKEN_SCOPE_WRITE};
}

absl::Status Denied(std::string_view reason, std::string_view message) {
  return MakeError(absl::StatusCode::kPermissionDenied, reason, message);
}

// A token for feeds is good for no other read, one for reading also for feeds.
bool Suffices(const Identity& identity, v1::TokenScope scope) {
  if (scope == v1::TOKEN_SCOPE_UNSPECIFIED) return true;
  if (identity.Has(scope)) return true;
  return scope == v1::TOKEN_SCOPE_FEED && identity.Has(v1::TOKEN_SCOPE_READ);
}

absl::Status CheckScope(const MethodRule& rule, const Identity& identity) {
  if (rule.access == Access::kFull && !identity.is_full()) {
    return Denied("SCOPE_MISSING",
                  "this needs a session, or a token without scopes");
  }
  if (rule.access != Access::kCredential) return absl::OkStatus();
  if (!Suffices(identity, rule.scope)) {
    return Denied("SCOPE_MISSING",
                  absl::StrCat("this needs a token with the scope ",
                               v1::TokenScope_Name(rule.scope)));
  }
  if (rule.writes() && identity.banned) {
    return Denied("BANNED", "an editor has banned you from writing");
  }
  return absl::OkStatus();
}

}  // namespace

const std::vector<MethodRule>& MethodRules() {
  using enum Access;
  static const auto* const rules = new std::vector<MethodRule>{
      {"PaperService/GetPaper", kPublic},
      {"PaperService/BatchGetPapers", kPublic},
      {"PaperService/ListPapers", kPublic},
      {"PaperService/ListSubmitted", kPublic},
      {"RecommendService/Search", kPublic, ReaderRule::kOptional},
      {"RecommendService/Suggest", kPublic},
      {"RecommendService/Similar", kPublic, ReaderRule::kOptional},
      {"RecommendService/Feed", kCredential, ReaderRule::kRequired, "reader_id",
       "", v1::TOKEN_SCOPE_FEED},
      {"RecommendService/Trending", kPublic, ReaderRule::kOptional},
      {"RecommendService/Recommend", kPublic},
      {"RecommendService/Explain", kPublic, ReaderRule::kOptional},
      {"RecommendService/GetStatus", kPublic},
      Write("ReaderService/RecordEvents", "events.reader_id"),
      Write("ReaderService/SubmitPaper", "reader_id", "day,score,automatic"),
      {"ReaderService/RetractSubmission", kCredential, ReaderRule::kOptional,
       "reader_id", "", v1::TOKEN_SCOPE_WRITE},
      {"ReaderService/ListLibrary", kCredential, ReaderRule::kRequired},
      {"ReaderService/ListDismissed", kCredential, ReaderRule::kRequired},
      {"ReaderService/ListFolders", kCredential, ReaderRule::kRequired},
      {"ReaderService/ListFollows", kCredential, ReaderRule::kRequired},
      {"ReaderService/BatchGetStandings", kCredential, ReaderRule::kRequired},
      {"ReaderService/ExportReader", kFull, ReaderRule::kRequired},
      {"ReaderService/EraseReader", kFull, ReaderRule::kRequired},
      Write("CommentService/CreateComment"),
      Write("CommentService/EditComment"),
      Write("CommentService/DeleteComment"),
      {"CommentService/ListComments", kPublic},
      Write("CommentService/ReportComment"),
      {"CommentService/ListReports", kEditor},
      {"CommentService/ModerateComment", kEditor},
      Write("CommentService/ClaimAuthorship"),
      {"CommentService/ListClaims", kCredential},
      {"CommentService/ListKnownAuthors", kPublic},
      {"CommentService/DecideClaim", kEditor},
      {"IngestService/IngestPapers", kOperator},
      {"IngestService/IngestEvents", kOperator},
      {"IngestService/RunHarvest", kOperator},
      {"IngestService/FetchPaper", kOperator},
      {"IngestService/GetOperation", kOperator},
      {"IngestService/ListDeadLetters", kOperator},
      {"IngestService/RetryDeadLetters", kOperator},
      {"IngestService/DeleteDeadLetters", kOperator},
      {"IngestService/ListSources", kOperator},
      {"EditorService/RunEditor", kOperator},
      {"EditionService/ListEditions", kPublic},
      {"EditionService/GetEdition", kPublic},
      {"EditionService/PutEdition", kOperator},
      {"EditionService/DeleteEdition", kOperator},
      {"ModelService/RunTraining", kOperator},
      {"ModelService/RunEvaluation", kOperator},
      {"ModelService/EvaluateEvents", kOperator},
      {"ModelService/BuildSegment", kOperator},
      {"ModelService/GetTrainingOperation", kOperator},
      {"ModelService/ListModels", kOperator},
      {"ModelService/PromoteModel", kOperator},
      {"ModelService/RollbackModel", kOperator},
      Open("AccountService/SignUp"),
      Open("AccountService/ConfirmEmail"),
      Open("AccountService/SignIn"),
      Open("AccountService/RequestPasswordReset"),
      Open("AccountService/ResetPassword"),
      {"AccountService/ListSignInProviders", kPublic},
      Open("AccountService/BeginProviderSignIn"),
      Open("AccountService/FinishProviderSignIn"),
      {"AccountService/LinkIdentity", kFull, ReaderRule::kNone, "", "",
       v1::TOKEN_SCOPE_WRITE},
      {"AccountService/ListIdentities", kFull, ReaderRule::kRequired},
      {"AccountService/UnlinkIdentity", kFull, ReaderRule::kRequired},
      {"AccountService/SignOut", kCredential},
      {"AccountService/SignOutEverywhere", kFull, ReaderRule::kRequired},
      {"AccountService/ListSessions", kFull, ReaderRule::kRequired},
      {"AccountService/EndSession", kFull, ReaderRule::kRequired},
      {"AccountService/GetAccount", kFull, ReaderRule::kRequired},
      {"AccountService/ChangePassword", kFull},
      {"AccountService/ChangeEmail", kFull},
      {"AccountService/CreateToken", kFull, ReaderRule::kRequired},
      {"AccountService/ListTokens", kFull, ReaderRule::kRequired},
      {"AccountService/RevokeToken", kFull, ReaderRule::kRequired},
      {"AccountService/GetIdentity", kCredential, ReaderRule::kNone,
       "reader_id", "", v1::TOKEN_SCOPE_UNSPECIFIED},
      {"AccountService/CreateInvitation", kAdmin},
      {"AccountService/ListAccounts", kAdmin},
      {"AccountService/SetRole", kAdmin},
      {"AccountService/SetBan", kEditor},
      {"DigestService/Subscribe", kPublic, ReaderRule::kOptional},
      {"DigestService/ConfirmSubscription", kPublic},
      {"DigestService/GetMailLink", kPublic},
      {"DigestService/FollowMailLink", kPublic},
      {"DigestService/ChangeSubscription", kPublic},
      {"DigestService/SendDue", kOperator},
      {"DigestService/Preview", kOperator},
      {"DigestService/PauseDigests", kOperator},
      {"DigestService/ListIssues", kOperator},
      {"DigestService/ListMails", kOperator},
      {"DigestService/ResendMail", kOperator},
      {"DigestService/SuppressAddress", kOperator},
      {"DigestService/ExportAddress", kOperator},
      {"DigestService/EraseAddress", kOperator},
      {"DigestService/ListKeptMails", kOperator},
      {"SystemService/GetSystemStatus", kPublic},
      {"SystemService/ExportRecords", kOperator},
  };
  return *rules;
}

const MethodRule* FindRule(std::string_view method) {
  for (const MethodRule& rule : MethodRules()) {
    if (rule.method == method) return &rule;
  }
  return nullptr;
}

const google::protobuf::MethodDescriptor* FindMethod(std::string_view method) {
  const std::string name = absl::StrReplaceAll(
      absl::StrCat("broadsheet.v1.", AsAbsl(method)), {{"/", "."}});
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      name);
}

absl::Status CheckAccess(const MethodRule& rule, const Identity& identity) {
  if (rule.access == Access::kPublic) return absl::OkStatus();
  if (identity.anonymous()) return NeedCredential();
  if (identity.is_operator()) return absl::OkStatus();
  switch (rule.access) {
    case Access::kOperator:
      return Denied("OPERATOR_ONLY", "only the operator may do this");
    case Access::kAdmin:
      if (identity.is_admin()) break;
      return Denied("ADMINS_ONLY", "only admins may do this");
    case Access::kEditor:
      if (identity.is_editor()) break;
      return Denied("EDITORS_ONLY", "only editors may do this");
    default:
      break;
  }
  return CheckScope(rule, identity);
}

absl::Status Authorize(const MethodRule& rule, const Identity& identity,
                       Message* request) {
  if (absl::Status access = CheckAccess(rule, identity); !access.ok()) {
    return access;
  }
  if (rule.reader != ReaderRule::kNone) {
    absl::Status readers = CheckReaders(rule, identity, request);
    if (!readers.ok()) return readers;
  }
  return CheckOperatorFields(rule, identity, *request);
}

}  // namespace broadsheet::gateway
