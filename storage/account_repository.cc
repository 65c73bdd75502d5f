#include "storage/account_repository.h"

#include <string>

#include "common/errors.h"
#include "storage/account_records.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

using internal::v1::EndCredentialsRequest;
using internal::v1::EndCredentialsResponse;
using internal::v1::FindAccountRequest;
using internal::v1::FindAccountResponse;
using internal::v1::ListAccountsRequest;
using internal::v1::ListAccountsResponse;
using internal::v1::ListCredentialsRequest;
using internal::v1::ListCredentialsResponse;
using internal::v1::SetBanRequest;
using internal::v1::SetBanResponse;
using internal::v1::SetPasswordRequest;
using internal::v1::SetPasswordResponse;
using internal::v1::SetRoleRequest;
using internal::v1::SetRoleResponse;

namespace {

constexpr int kMaxPage = 500;

absl::StatusOr<v1::Account> FindIn(Transaction& tx, const std::string& login) {
  const auto rows = tx.sql.exec_prepared("find_account", login, login);
  if (rows.empty()) return UnknownAccount(login);
  return AccountFromRow(rows[0]);
}

}  // namespace

absl::StatusOr<FindAccountResponse> AccountRepository::Find(
    const CallContext& call, const FindAccountRequest& request) {
  absl::Status valid = ToStatus(CheckText("login", request.login(), 1, 200));
  if (!valid.ok()) return valid;
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<FindAccountResponse> {
        auto account = FindIn(tx, request.login());
        if (!account.ok()) return account.status();
        FindAccountResponse response;
        *response.mutable_account() = *std::move(account);
        return response;
      });
}

absl::StatusOr<ListAccountsResponse> AccountRepository::List(
    const CallContext& call, const ListAccountsRequest& request) {
  const auto size = PageSize(request.page_size(), 100, kMaxPage);
  if (!size.ok()) return size.status();
  auto key = OpenKeyset(*tokens_, "accounts", request.page_token(), 1);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {""};
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<ListAccountsResponse> {
        ListAccountsResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_accounts", (*key)[0], *size + 1)) {
          if (response.accounts_size() == *size) {
            response.set_next_page_token(
                SealKeyset(*tokens_, "accounts",
                           {response.accounts(*size - 1).reader_id()}));
            break;
          }
          *response.add_accounts() = AccountFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<SetPasswordResponse> AccountRepository::SetPassword(
    const CallContext& call, const SetPasswordRequest& request) {
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("password_hash", request.password_hash(), 1, 200)}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<SetPasswordResponse> {
        if (tx.sql
                .exec_prepared("set_password", request.reader_id(),
                               request.password_hash())
                .empty()) {
          return UnknownAccount(request.reader_id());
        }
        tx.sql.exec_prepared("drop_password_links", request.reader_id());
        tx.sql.exec_prepared("end_sessions", request.reader_id(), "",
                             BytesToSql(request.keep_sha256()));
        return SetPasswordResponse();
      });
}

absl::StatusOr<SetRoleResponse> AccountRepository::SetRole(
    const CallContext& call, const SetRoleRequest& request) {
  absl::Status valid =
      ToStatus(CheckReaderId("reader_id", request.reader_id()));
  if (!valid.ok()) return valid;
  if (request.role() < v1::ROLE_READER || request.role() > v1::ROLE_ADMIN) {
    return InvalidField("role", "is not reader, editor or admin");
  }
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<SetRoleResponse> {
        if (tx.sql
                .exec_prepared("set_role", request.reader_id(),
                               static_cast<int>(request.role()))
                .empty()) {
          return UnknownAccount(request.reader_id());
        }
        auto account = FindIn(tx, request.reader_id());
        if (!account.ok()) return account.status();
        SetRoleResponse response;
        *response.mutable_account() = *std::move(account);
        return response;
      });
}

absl::StatusOr<SetBanResponse> AccountRepository::SetBan(
    const CallContext& call, const SetBanRequest& request) {
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("reason", request.reason(), 0, 500),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<SetBanResponse> {
        if (request.banned()) {
          tx.sql.exec_prepared("ban", request.reader_id(), request.reason(),
                               SqlTime(TimeOf(request.at())));
        } else {
          tx.sql.exec_prepared("lift_ban", request.reader_id());
        }
        return SetBanResponse();
      });
}

absl::StatusOr<ListCredentialsResponse> AccountRepository::ListCredentials(
    const CallContext& call, const ListCredentialsRequest& request) {
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<ListCredentialsResponse> {
        ListCredentialsResponse response;
        for (const auto& row : tx.sql.exec_prepared(
                 "list_credentials", request.reader_id(), request.sessions(),
                 SqlTime(TimeOf(request.at())))) {
          *response.add_credentials() = TokenFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<EndCredentialsResponse> AccountRepository::EndCredentials(
    const CallContext& call, const EndCredentialsRequest& request) {
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("credential_id", request.credential_id(), 0, 100),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<EndCredentialsResponse> {
        const auto ended =
            request.sessions()
                ? tx.sql.exec_prepared("end_sessions", request.reader_id(),
                                       request.credential_id(), BytesToSql(""))
                : tx.sql.exec_prepared("revoke_tokens", request.reader_id(),
                                       request.credential_id(),
                                       SqlTime(TimeOf(request.at())));
        EndCredentialsResponse response;
        response.set_ended(static_cast<int32_t>(ended.affected_rows()));
        return response;
      });
}

}  // namespace broadsheet::storage
