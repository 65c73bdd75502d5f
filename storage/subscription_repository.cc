#include "storage/subscription_repository.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/keyset.h"
#include "storage/mail_records.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

namespace pb = internal::v1;

constexpr int kMaxDue = 500;
// Requests for confirmation that one address gets within a day.
constexpr int kMaxRequests = 3;
constexpr absl::Duration kRequestWindow = absl::Hours(24);
// How long what was never confirmed is kept.
constexpr absl::Duration kUnconfirmedLife = absl::Hours(72);
// How long what a mail said is kept, to be sent again when somebody asks, and
// mails about accounts altogether.
constexpr absl::Duration kContentLife = absl::Hours(24 * 14);
constexpr int kForgotten = 500;
constexpr absl::Duration kSecondUse = absl::Hours(24);

absl::Status Unknown() {
  return MakeError(absl::StatusCode::kNotFound, "SUBSCRIPTION_UNKNOWN",
                   "there is no such subscription");
}

absl::Status Check(const v1::Subscription& subscription, std::string* address) {
  absl::Status valid =
      ToStatus(CheckText("subscription.id", subscription.id(), 1, 40));
  if (valid.ok()) {
    valid =
        CheckAddress("subscription.address", subscription.address(), address);
  }
  if (valid.ok()) {
    valid = ToStatus(
        CheckReaderId("subscription.reader_id", subscription.reader_id()));
  }
  return valid.ok() ? CheckSettings(subscription.settings()) : valid;
}

absl::StatusOr<v1::Subscription> Read(Transaction& tx, const std::string& id) {
  const auto rows = tx.sql.exec_prepared("get_subscription", id);
  if (rows.empty()) return Unknown();
  return SubscriptionFromRow(rows[0]);
}

// Whether the address may be asked once more.
bool MayAsk(Transaction& tx, const std::string& address, absl::Time now) {
  if (!MayMail(ReadSuppressed(tx, {address}), address, false)) return false;
  return tx.sql
             .exec_prepared("count_notices", address,
                            SqlTime(now - kRequestWindow))[0][0]
             .as<int>() < kMaxRequests;
}

void Insert(Transaction& tx, const pb::CreateSubscriptionRequest& request,
            const std::string& address, absl::Time now) {
  const v1::Subscription& one = request.subscription();
  tx.sql.exec_prepared("make_subscription", one.id(), address, one.reader_id(),
                       BytesToSql(one.settings().SerializeAsString()),
                       SqlTime(now));
  const absl::Time expires = TimeOf(request.expires_at());
  tx.sql.exec_prepared("make_mail_token", BytesToSql(request.token_sha256()),
                       one.id(), SqlTime(expires));
  MailRows rows;
  rows.Add(
      MakeNotice(absl::StrCat("confirm:", one.id()), address, request.notice()),
      now, expires, now);
  rows.Put(tx);
}

void ForgetUnconfirmed(Transaction& tx, absl::Time now) {
  tx.sql.exec_prepared("forget_unconfirmed", SqlTime(now - kUnconfirmedLife));
  tx.sql.exec_prepared("forget_mail_tokens", SqlTime(now - kSecondUse));
}

void ForgetContents(Transaction& tx, absl::Time now) {
  for (const char* statement : {"forget_contents", "forget_notices"}) {
    tx.sql.exec_prepared(statement, SqlTime(now - kContentLife), kForgotten);
  }
}

}  // namespace

absl::StatusOr<pb::CreateSubscriptionResponse> SubscriptionRepository::Create(
    const CallContext& call, const pb::CreateSubscriptionRequest& request) {
  std::string address;
  absl::Status valid = Check(request.subscription(), &address);
  if (valid.ok()) valid = CheckNotice(request.notice());
  if (valid.ok() && request.token_sha256().size() != 32) {
    valid = InvalidField("token_sha256", "is not 32 bytes long");
  }
  if (!valid.ok()) return valid;
  return database_->Write(
      call,
      [&](Transaction& tx) -> absl::StatusOr<pb::CreateSubscriptionResponse> {
        const absl::Time now = clock_->Now();
        ForgetUnconfirmed(tx, now);
        pb::CreateSubscriptionResponse response;
        if (!MayAsk(tx, address, now)) return response;
        Insert(tx, request, address, now);
        response.set_created(true);
        return response;
      });
}

absl::StatusOr<pb::ConfirmSubscriptionResponse> SubscriptionRepository::Confirm(
    const CallContext& call, const pb::ConfirmSubscriptionRequest& request) {
  const std::string sha256 = BytesToSql(request.token_sha256());
  return database_->Write(
      call,
      [&](Transaction& tx) -> absl::StatusOr<pb::ConfirmSubscriptionResponse> {
        const absl::Time now = clock_->Now();
        pb::ConfirmSubscriptionResponse response;
        auto rows =
            tx.sql.exec_prepared("use_mail_token", sha256, SqlTime(now));
        if (rows.empty()) {
          rows = tx.sql.exec_prepared("used_mail_token", sha256,
                                      SqlTime(now - kSecondUse));
          if (rows.empty()) {
            return MakeError(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN",
                             "this link was used before, or is too old");
          }
        } else {
          response.set_confirmed(tx.sql
                                     .exec_prepared("confirm_subscription",
                                                    rows[0][0].c_str(),
                                                    SqlTime(now))
                                     .affected_rows() > 0);
        }
        auto subscription = Read(tx, rows[0][0].c_str());
        if (!subscription.ok()) return subscription.status();
        *response.mutable_subscription() = *std::move(subscription);
        return response;
      });
}

absl::StatusOr<pb::GetSubscriptionResponse> SubscriptionRepository::Get(
    const CallContext& call, const pb::GetSubscriptionRequest& request) {
  absl::Status valid = ToStatus(CheckText("id", request.id(), 1, 40));
  if (!valid.ok()) return valid;
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<pb::GetSubscriptionResponse> {
        auto subscription = Read(tx, request.id());
        if (!subscription.ok()) return subscription.status();
        pb::GetSubscriptionResponse response;
        *response.mutable_subscription() = *std::move(subscription);
        return response;
      });
}

absl::StatusOr<pb::ListSubscriptionsResponse> SubscriptionRepository::List(
    const CallContext& call, const pb::ListSubscriptionsRequest& request) {
  const auto size = PageSize(request.page_size(), 100, 1000);
  if (!size.ok()) return size.status();
  const std::string scope = absl::StrCat("subscriptions\n", request.address(),
                                         "\n", request.reader_id());
  auto after = OpenKeyset(*tokens_, scope, request.page_token(), 1);
  if (!after.ok()) return after.status();
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<pb::ListSubscriptionsResponse> {
        pb::ListSubscriptionsResponse response;
        for (const auto& row : tx.sql.exec_prepared(
                 "list_subscriptions", after->empty() ? "" : (*after)[0],
                 request.address(), request.reader_id(), *size)) {
          *response.add_subscriptions() = SubscriptionFromRow(row);
        }
        if (response.subscriptions_size() == *size) {
          response.set_next_page_token(SealKeyset(
              *tokens_, scope, {response.subscriptions(*size - 1).id()}));
        }
        return response;
      });
}

absl::StatusOr<pb::UpdateSubscriptionResponse> SubscriptionRepository::Update(
    const CallContext& call, const pb::UpdateSubscriptionRequest& request) {
  const v1::Subscription& wanted = request.subscription();
  absl::Status valid =
      ToStatus(CheckText("subscription.id", wanted.id(), 1, 40));
  if (valid.ok()) valid = CheckSettings(wanted.settings());
  if (!valid.ok()) return valid;
  return database_->Write(
      call,
      [&](Transaction& tx) -> absl::StatusOr<pb::UpdateSubscriptionResponse> {
        const auto rows = tx.sql.exec_prepared(
            "move_subscription", wanted.id(),
            BytesToSql(wanted.settings().SerializeAsString()),
            static_cast<int>(wanted.state()), SqlTime(TimeOf(wanted.next_at())),
            wanted.revision());
        if (rows.empty()) {
          auto stored = Read(tx, wanted.id());
          if (!stored.ok()) return stored.status();
          return MakeError(absl::StatusCode::kAborted, "SUBSCRIPTION_MOVED",
                           "the subscription was changed meanwhile");
        }
        if (wanted.state() != v1::Subscription::STATE_ACTIVE) {
          tx.sql.exec_prepared("cancel_mails_of", wanted.id());
        }
        if (!request.issue().empty()) {
          tx.sql.exec_prepared("mark_unsubscribed", wanted.id(),
                               request.issue());
        }
        pb::UpdateSubscriptionResponse response;
        *response.mutable_subscription() = SubscriptionFromRow(rows[0]);
        return response;
      });
}

absl::StatusOr<pb::ClaimDueResponse> SubscriptionRepository::ClaimDue(
    const CallContext& call, const pb::ClaimDueRequest& request) {
  absl::Status valid = CheckCount("limit", request.limit(), kMaxDue);
  if (valid.ok() &&
      (request.lease().seconds() < 1 || request.lease().seconds() > 3600)) {
    valid = InvalidField("lease", "is not 1 second to 1 hour");
  }
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::ClaimDueResponse> {
        const absl::Time now = clock_->Now();
        const std::string until =
            SqlTime(now + absl::Seconds(request.lease().seconds()));
        pb::ClaimDueResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("claim_due", request.from(), SqlTime(now),
                                  until, request.limit())) {
          auto* due = response.add_due();
          *due->mutable_subscription() = SubscriptionFromRow(row);
          due->set_fence(row[kSubscriptionColumnCount].as<int64_t>());
        }
        if (response.due().empty()) {
          ForgetUnconfirmed(tx, now);
          ForgetContents(tx, now);
        }
        return response;
      });
}

}  // namespace broadsheet::storage
