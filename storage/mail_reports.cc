#include "storage/mail_reports.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/keyset.h"
#include "storage/mail_erasure.h"
#include "storage/mail_records.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

namespace pb = internal::v1;

constexpr int kMaxIssues = 400;
constexpr int kStandardIssues = 30;
constexpr size_t kMaxDetail = 500;

void SetTime(const pqxx::field& field, google::protobuf::Timestamp* time) {
  if (!field.is_null()) *time = TimestampFromMicros(field.as<int64_t>());
}

v1::IssueReport IssueFromRow(const pqxx::row& row) {
  v1::IssueReport issue;
  issue.set_issue(row[0].c_str());
  issue.set_mails(row[1].as<int64_t>());
  issue.set_waiting(row[2].as<int64_t>());
  issue.set_sent(row[3].as<int64_t>());
  issue.set_failed(row[4].as<int64_t>());
  issue.set_empty(row[5].as<int64_t>());
  issue.set_cancelled(row[6].as<int64_t>());
  issue.set_bounced(row[7].as<int64_t>());
  issue.set_clicked(row[8].as<int64_t>());
  issue.set_clicks(row[9].as<int64_t>());
  issue.set_unsubscribed(row[10].as<int64_t>());
  issue.set_doubts(row[11].as<int64_t>());
  if (!row[12].is_null()) {
    SetTime(row[12], issue.mutable_first_sent_at());
    SetTime(row[13], issue.mutable_last_sent_at());
  }
  return issue;
}

v1::MailSummary SummaryFromRow(const pqxx::row& row) {
  v1::MailSummary mail;
  mail.set_subscription_id(row[0].c_str());
  mail.set_issue(row[1].c_str());
  mail.set_address(row[2].c_str());
  mail.set_subject(row[3].c_str());
  mail.set_state(static_cast<v1::MailState>(row[4].as<int>()));
  SetTime(row[5], mail.mutable_chosen_at());
  if (!row[6].is_null()) SetTime(row[6], mail.mutable_sent_at());
  mail.set_tries(row[7].as<int>());
  mail.set_doubts(row[8].as<int>());
  mail.set_answer(row[9].c_str());
  mail.set_bounced(row[10].as<bool>());
  mail.set_unsubscribed(row[11].as<bool>());
  mail.set_message_id(row[12].c_str());
  mail.set_clicks(row[13].as<int>());
  return mail;
}

// The detail comes from foreign mails: whatever bytes it has, it is text.
std::string CleanDetail(std::string detail) {
  detail.resize(std::min(detail.size(), kMaxDetail));
  for (char& c : detail) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return detail;
}

}  // namespace

absl::StatusOr<pb::AddClickResponse> MailReports::AddClick(
    const CallContext& call, const pb::AddClickRequest& request) {
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::AddClickResponse> {
        tx.sql.exec_prepared("hold_subscription", request.subscription_id());
        pb::AddClickResponse response;
        response.set_added(
            tx.sql
                .exec_prepared("add_click", request.subscription_id(),
                               request.issue(), request.paper_id(),
                               SqlTime(clock_->Now()))
                .affected_rows() > 0);
        return response;
      });
}

absl::StatusOr<pb::SetSuppressionResponse> MailReports::SetSuppression(
    const CallContext& call, const pb::SetSuppressionRequest& request) {
  const v1::Suppression& wanted = request.suppression();
  std::string address;
  absl::Status valid =
      CheckAddress("suppression.address", wanted.address(), &address);
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::SetSuppressionResponse> {
        if (wanted.reason() == v1::Suppression::REASON_UNSPECIFIED) {
          tx.sql.exec_prepared("unsuppress", address);
          return pb::SetSuppressionResponse();
        }
        tx.sql.exec_prepared(
            "suppress", address, static_cast<int>(wanted.reason()),
            CleanDetail(wanted.detail()), SqlTime(clock_->Now()));
        if (wanted.reason() == v1::Suppression::REASON_BOUNCE) {
          tx.sql.exec_prepared("mark_bounced", request.subscription_id(),
                               request.issue());
        }
        return pb::SetSuppressionResponse();
      });
}

absl::StatusOr<pb::ListSuppressionsResponse> MailReports::ListSuppressions(
    const CallContext& call, const pb::ListSuppressionsRequest& request) {
  const auto size = PageSize(request.page_size(), 100, 1000);
  if (!size.ok()) return size.status();
  const std::string scope = "suppressions\n" + request.address();
  auto after = OpenKeyset(*tokens_, scope, request.page_token(), 1);
  if (!after.ok()) return after.status();
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<pb::ListSuppressionsResponse> {
        pb::ListSuppressionsResponse response;
        for (const auto& row : tx.sql.exec_prepared(
                 "list_suppressions", after->empty() ? "" : (*after)[0],
                 request.address(), *size)) {
          auto* one = response.add_suppressions();
          one->set_address(row[0].c_str());
          one->set_reason(
              static_cast<v1::Suppression::Reason>(row[1].as<int>()));
          one->set_detail(row[2].c_str());
          SetTime(row[3], one->mutable_at());
        }
        if (response.suppressions_size() == *size) {
          response.set_next_page_token(SealKeyset(
              *tokens_, scope, {response.suppressions(*size - 1).address()}));
        }
        return response;
      });
}

absl::StatusOr<pb::ListIssuesResponse> MailReports::ListIssues(
    const CallContext& call, const pb::ListIssuesRequest& request) {
  const auto limit = PageSize(request.limit(), kStandardIssues, kMaxIssues);
  if (!limit.ok()) return limit.status();
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::ListIssuesResponse> {
        pb::ListIssuesResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_issues", request.issue(), *limit)) {
          *response.add_issues() = IssueFromRow(row);
        }
        const auto totals = tx.sql.exec_prepared("mail_totals");
        response.set_notices_waiting(totals[0][0].as<int64_t>());
        response.set_active_subscriptions(totals[0][1].as<int64_t>());
        return response;
      });
}

absl::StatusOr<pb::ListMailsResponse> MailReports::ListMails(
    const CallContext& call, const pb::ListMailsRequest& request) {
  const auto size = PageSize(request.page_size(), 100, 1000);
  if (!size.ok()) return size.status();
  const std::string scope =
      absl::StrCat("mails\n", request.issue(), "\n", request.subscription_id(),
                   "\n", request.address());
  auto after = OpenKeyset(*tokens_, scope, request.page_token(), 2);
  if (!after.ok()) return after.status();
  after->resize(2);
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::ListMailsResponse> {
        pb::ListMailsResponse response;
        for (const auto& row : tx.sql.exec_prepared(
                 "list_mails", (*after)[0], (*after)[1], request.issue(),
                 request.subscription_id(), request.address(), *size)) {
          *response.add_mails() = SummaryFromRow(row);
        }
        if (response.mails_size() == *size) {
          const v1::MailSummary& last = response.mails(*size - 1);
          response.set_next_page_token(SealKeyset(
              *tokens_, scope, {last.subscription_id(), last.issue()}));
        }
        return response;
      });
}

absl::StatusOr<pb::EraseAddressResponse> MailReports::EraseAddress(
    const CallContext& call, const pb::EraseAddressRequest& request) {
  std::string address;
  absl::Status valid = CheckAddress("address", request.address(), &address);
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::EraseAddressResponse> {
        const ErasedMails erased = EraseMailsTo(tx, address);
        pb::EraseAddressResponse response;
        response.set_mails(erased.mails);
        response.set_subscriptions(static_cast<int64_t>(erased.readers.size()));
        for (const std::string& reader : erased.readers) {
          if (reader.rfind("mail:", 0) == 0) response.add_reader_ids(reader);
        }
        if (request.lift_suppression()) {
          tx.sql.exec_prepared("unsuppress", address);
        }
        return response;
      });
}

}  // namespace broadsheet::storage
