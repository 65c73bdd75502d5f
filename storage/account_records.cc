#include "storage/account_records.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/records.h"

namespace broadsheet::storage {

v1::Account AccountFromRow(const pqxx::row& row) {
  v1::Account account;
  account.set_reader_id(row[0].c_str());
  account.set_email(row[1].c_str());
  account.set_role(static_cast<v1::Role>(row[2].as<int>()));
  *account.mutable_created_at() = TimestampFromMicros(row[3].as<int64_t>());
  if (!row[4].is_null()) {
    account.set_banned(true);
    account.set_ban_reason(row[4].c_str());
  }
  account.set_has_password(row[5].as<bool>());
  return account;
}

v1::TokenSummary TokenFromRow(const pqxx::row& row) {
  v1::TokenSummary token;
  token.set_label(row[0].c_str());
  *token.mutable_created_at() = TimestampFromMicros(row[1].as<int64_t>());
  if (!row[2].is_null()) {
    *token.mutable_revoked_at() = TimestampFromMicros(row[2].as<int64_t>());
  }
  token.set_token_id(row[3].c_str());
  AddScopes(row[4].as<int>(), token.mutable_scopes());
  if (!row[5].is_null()) {
    *token.mutable_expires_at() = TimestampFromMicros(row[5].as<int64_t>());
  }
  return token;
}

v1::LinkedIdentity LinkedIdentityFromRow(const pqxx::row& row) {
  v1::LinkedIdentity identity;
  identity.set_identity_id(row[0].c_str());
  identity.set_issuer(row[1].c_str());
  identity.set_subject(row[2].c_str());
  identity.set_label(row[3].c_str());
  *identity.mutable_created_at() = TimestampFromMicros(row[4].as<int64_t>());
  *identity.mutable_last_used_at() = TimestampFromMicros(row[5].as<int64_t>());
  return identity;
}

int ScopeBits(const google::protobuf::RepeatedField<int>& scopes) {
  int bits = 0;
  for (const int scope : scopes) {
    if (v1::TokenScope_IsValid(scope) && scope > 0) bits |= 1 << scope;
  }
  return bits;
}

void AddScopes(int bits, google::protobuf::RepeatedField<int>* scopes) {
  for (int scope = 1; scope <= v1::TokenScope_MAX; ++scope) {
    if ((bits & (1 << scope)) != 0) scopes->Add(scope);
  }
}

std::string SqlExpiry(bool has, const google::protobuf::Timestamp& time) {
  return has ? SqlTime(TimeOf(time)) : "infinity";
}

absl::Status CheckHash(const std::string& field, const std::string& sha256) {
  if (sha256.size() == 32) return absl::OkStatus();
  return InvalidField(
      field, absl::StrCat("is ", sha256.size(), " bytes long instead of 32"));
}

absl::Status UnknownAccount(const std::string& name) {
  return MakeError(absl::StatusCode::kNotFound, "ACCOUNT_UNKNOWN",
                   absl::StrCat("there is no account ", name));
}

}  // namespace broadsheet::storage
