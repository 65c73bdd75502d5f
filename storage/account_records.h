#ifndef BROADSHEET_STORAGE_ACCOUNT_RECORDS_H_
#define BROADSHEET_STORAGE_ACCOUNT_RECORDS_H_

#include <pqxx/pqxx>
#include <string>

#include "absl/status/status.h"
#include "broadsheet/v1/account.pb.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::storage {

// How rows become messages; see records.h. The columns are those that
// account_statements.cc lists.
v1::Account AccountFromRow(const pqxx::row& row);
v1::TokenSummary TokenFromRow(const pqxx::row& row);
v1::LinkedIdentity LinkedIdentityFromRow(const pqxx::row& row);

// A bit for each scope, by its number.
int ScopeBits(const google::protobuf::RepeatedField<int>& scopes);
void AddScopes(int bits, google::protobuf::RepeatedField<int>* scopes);

// For a column that is 'infinity' for ever.
std::string SqlExpiry(bool has, const google::protobuf::Timestamp& time);

// A SHA-256: 32 bytes.
absl::Status CheckHash(const std::string& field, const std::string& sha256);

absl::Status UnknownAccount(const std::string& name);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_ACCOUNT_RECORDS_H_
