#include "storage/sign_in_guard.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

using internal::v1::BeginSignInRequest;
using internal::v1::BeginSignInResponse;
using internal::v1::EndSignInRequest;
using internal::v1::EndSignInResponse;

std::string AccountKey(const std::string& name) {
  return absl::StrCat("account:", name);
}

std::string AddressKey(const std::string& address) {
  return absl::StrCat("address:", address);
}

absl::Status Count(Transaction& tx, const std::string& key,
                   const std::string& at, int free) {
  if (!tx.sql.exec_prepared("begin_try", key, at, free).empty()) {
    return absl::OkStatus();
  }
  const auto rows = tx.sql.exec_prepared("locked_for", key, at);
  const int seconds = rows.empty() ? 1 : std::max(rows[0][0].as<int>(), 1);
  return MakeError(
      absl::StatusCode::kResourceExhausted, "LOCKED_OUT",
      absl::StrCat("too many wrong passwords; try again in ", seconds, " s"));
}

absl::StatusOr<BeginSignInResponse> BeginIn(Transaction& tx,
                                            const BeginSignInRequest& request) {
  const std::string at = SqlTime(TimeOf(request.at()));
  tx.sql.exec_prepared("forget_tries", at);
  BeginSignInResponse response;
  const auto rows =
      tx.sql.exec_prepared("find_account", request.login(), request.login());
  std::string name = request.login();
  if (!rows.empty()) {
    name = rows[0][0].c_str();
    response.set_reader_id(name);
    response.set_password_hash(rows[0][6].c_str());
  }
  absl::Status free =
      Count(tx, AccountKey(name), at, SignInGuard::kFreeForAccount);
  if (free.ok() && !request.address().empty()) {
    free = Count(tx, AddressKey(request.address()), at,
                 SignInGuard::kFreeForAddress);
  }
  if (!free.ok()) return free;
  return response;
}

}  // namespace

absl::StatusOr<BeginSignInResponse> SignInGuard::Begin(
    const CallContext& call, const BeginSignInRequest& request) {
  for (const Violation& violation :
       {CheckText("login", request.login(), 1, 200),
        CheckText("address", request.address(), 0, 100),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call, [&](Transaction& tx) { return BeginIn(tx, request); });
}

absl::StatusOr<EndSignInResponse> SignInGuard::End(
    const CallContext& call, const EndSignInRequest& request) {
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("address", request.address(), 0, 100)}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<EndSignInResponse> {
        tx.sql.exec_prepared("forget_try", AccountKey(request.reader_id()));
        tx.sql.exec_prepared("take_try_back", AddressKey(request.address()));
        return EndSignInResponse();
      });
}

}  // namespace broadsheet::storage
