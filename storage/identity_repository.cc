#include "storage/identity_repository.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/account_records.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {

using internal::v1::AddIdentityRequest;
using internal::v1::AddIdentityResponse;
using internal::v1::DropIdentityRequest;
using internal::v1::DropIdentityResponse;
using internal::v1::Identity;
using internal::v1::ListIdentitiesRequest;
using internal::v1::ListIdentitiesResponse;
using internal::v1::UseIdentityRequest;
using internal::v1::UseIdentityResponse;

namespace {

constexpr size_t kMaxName = 255;
constexpr size_t kMaxLabel = 200;

absl::Status UnknownIdentity() {
  return MakeError(absl::StatusCode::kNotFound, "IDENTITY_UNKNOWN",
                   "no account opens for this identity");
}

// The row of an account stays as it is until the transaction ends, so that of
// two changes of its ways in, the second sees the first.
absl::StatusOr<bool> HoldAccount(Transaction& tx, const std::string& reader) {
  const auto rows = tx.sql.exec_prepared("hold_account", reader);
  if (rows.empty()) return UnknownAccount(reader);
  return rows[0][0].as<bool>();
}

absl::StatusOr<AddIdentityResponse> AddIn(Transaction& tx,
                                          const AddIdentityRequest& request) {
  const std::string& reader = request.reader_id();
  const Identity& identity = request.identity();
  if (auto held = HoldAccount(tx, reader); !held.ok()) return held.status();
  absl::Status added =
      AddIdentityIn(tx, reader, identity, SqlTime(TimeOf(request.at())));
  if (!added.ok()) return added;
  AddIdentityResponse response;
  const auto rows = tx.sql.exec_prepared("list_identities", reader);
  if (rows.size() > IdentityRepository::kMaxOfAccount) {
    return MakeError(absl::StatusCode::kResourceExhausted,
                     "TOO_MANY_IDENTITIES",
                     absl::StrCat("an account opens for at most ",
                                  IdentityRepository::kMaxOfAccount,
                                  " identities; remove one of them"));
  }
  for (const auto& row : rows) {
    v1::LinkedIdentity linked = LinkedIdentityFromRow(row);
    if (linked.issuer() == identity.issuer() &&
        linked.subject() == identity.subject()) {
      *response.mutable_identity() = std::move(linked);
    }
  }
  return response;
}

absl::StatusOr<DropIdentityResponse> DropIn(
    Transaction& tx, const DropIdentityRequest& request) {
  const auto has_password = HoldAccount(tx, request.reader_id());
  if (!has_password.ok()) return UnknownIdentity();
  const auto dropped = tx.sql.exec_prepared(
      "drop_identity", request.reader_id(), request.identity_id());
  if (dropped.affected_rows() == 0) return UnknownIdentity();
  if (!*has_password &&
      tx.sql.exec_prepared("list_identities", request.reader_id()).empty()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "LAST_WAY_IN",
                     "this is the only way into the account; set a password "
                     "or link another identity first");
  }
  return DropIdentityResponse();
}

}  // namespace

absl::Status CheckIdentity(const std::string& field, const Identity& identity) {
  for (const Violation& violation :
       {CheckText(absl::StrCat(field, ".issuer"), identity.issuer(), 1,
                  kMaxName),
        CheckText(absl::StrCat(field, ".subject"), identity.subject(), 1,
                  kMaxName),
        CheckText(absl::StrCat(field, ".label"), identity.label(), 0,
                  kMaxLabel)}) {
    if (violation) return ToStatus(violation);
  }
  return absl::OkStatus();
}

absl::Status AddIdentityIn(Transaction& tx, const std::string& reader,
                           const Identity& identity, const std::string& at) {
  tx.sql.exec_prepared("add_identity", identity.issuer(), identity.subject(),
                       reader, identity.label(), at);
  const auto owner = tx.sql.exec_prepared("identity_owner", identity.issuer(),
                                          identity.subject());
  if (!owner.empty() && owner[0][0].c_str() == reader) return absl::OkStatus();
  return MakeError(absl::StatusCode::kAlreadyExists, "IDENTITY_TAKEN",
                   "another account opens for this identity");
}

absl::StatusOr<UseIdentityResponse> IdentityRepository::Use(
    const CallContext& call, const UseIdentityRequest& request) {
  absl::Status valid = CheckIdentity("identity", request.identity());
  if (valid.ok()) valid = ToStatus(CheckTime("at", request.at()));
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<UseIdentityResponse> {
        const auto used = tx.sql.exec_prepared(
            "use_identity", request.identity().issuer(),
            request.identity().subject(), SqlTime(TimeOf(request.at())));
        if (used.empty()) return UnknownIdentity();
        const auto account =
            tx.sql.exec_prepared("find_account", used[0][0].c_str(), "");
        if (account.empty()) return UnknownIdentity();
        UseIdentityResponse response;
        *response.mutable_account() = AccountFromRow(account[0]);
        return response;
      });
}

absl::StatusOr<AddIdentityResponse> IdentityRepository::Add(
    const CallContext& call, const AddIdentityRequest& request) {
  absl::Status valid =
      ToStatus(CheckReaderId("reader_id", request.reader_id()));
  if (valid.ok()) valid = CheckIdentity("identity", request.identity());
  if (valid.ok()) valid = ToStatus(CheckTime("at", request.at()));
  if (!valid.ok()) return valid;
  return database_->Write(call,
                          [&](Transaction& tx) { return AddIn(tx, request); });
}

absl::StatusOr<ListIdentitiesResponse> IdentityRepository::List(
    const CallContext& call, const ListIdentitiesRequest& request) {
  absl::Status valid =
      ToStatus(CheckReaderId("reader_id", request.reader_id()));
  if (!valid.ok()) return valid;
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<ListIdentitiesResponse> {
        ListIdentitiesResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_identities", request.reader_id())) {
          *response.add_identities() = LinkedIdentityFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<DropIdentityResponse> IdentityRepository::Drop(
    const CallContext& call, const DropIdentityRequest& request) {
  absl::Status valid =
      ToStatus(CheckReaderId("reader_id", request.reader_id()));
  if (valid.ok()) {
    valid = ToStatus(CheckText("identity_id", request.identity_id(), 1, 100));
  }
  if (!valid.ok()) return valid;
  return database_->Write(call,
                          [&](Transaction& tx) { return DropIn(tx, request); });
}

}  // namespace broadsheet::storage
