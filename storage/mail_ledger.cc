#include "storage/mail_ledger.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/mail_records.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

namespace pb = internal::v1;

constexpr int kMaxBatch = 500;
constexpr int kMaxTaken = 100;
constexpr int kMaxCandidates = 1000;
constexpr size_t kMaxContent = 1 << 20;
constexpr size_t kMaxAnswer = 500;
constexpr int kMaxCopies = 20;
// An issue that could not be sent for so long is no news any more.
constexpr absl::Duration kIssueLife = absl::Hours(36);
constexpr absl::Duration kNoticeLife = absl::Hours(24);

absl::Status CheckKey(const std::string& subscription,
                      const std::string& issue) {
  absl::Status valid =
      ToStatus(CheckText("subscription_id", subscription, 1, 200));
  return valid.ok() ? ToStatus(CheckText("issue", issue, 0, 100)) : valid;
}

absl::Status Check(const pb::ChosenIssue& issue) {
  if (!issue.has_mail()) return absl::OkStatus();
  const pb::Mail& mail = issue.mail();
  absl::Status valid = CheckKey(mail.subscription_id(), mail.issue());
  if (valid.ok()) {
    valid = ToStatus(CheckText("mail.subject", mail.subject(), 0, 500));
  }
  if (valid.ok() && mail.content().size() > kMaxContent) {
    return InvalidField("mail.content", "is longer than 1 MiB");
  }
  if (valid.ok() && issue.paper_ids_size() > kMaxCandidates) {
    return InvalidField("paper_ids", "has more than 1,000");
  }
  return valid;
}

absl::Status Check(const pb::ExchangeMailsRequest& request) {
  if (request.results_size() > kMaxBatch) {
    return InvalidField("results", "has more than 500");
  }
  if (request.limit() < 0 || request.limit() > kMaxTaken) {
    return InvalidField("limit", "is not 0 to 100");
  }
  for (const pb::MailResult& result : request.results()) {
    absl::Status key = CheckKey(result.subscription_id(), result.issue());
    if (!key.ok()) return key;
  }
  if (request.limit() == 0) return absl::OkStatus();
  if (request.lease().seconds() < 1 || request.lease().seconds() > 3600) {
    return InvalidField("lease", "is not 1 second to 1 hour");
  }
  return ToStatus(CheckText("owner", request.owner(), 1, 100));
}

// The answer of a server may be cut within a letter, or be none at all.
std::string CleanAnswer(const std::string& answer) {
  std::string clean;
  for (char c : answer.substr(0, kMaxAnswer)) {
    const auto byte = static_cast<unsigned char>(c);
    clean.push_back(byte < 0x20 || byte > 0x7e ? '?' : c);
  }
  return clean;
}

// One transaction of ExchangeMails.
class Exchange {
 public:
  Exchange(Transaction* tx, const pb::ExchangeMailsRequest& request,
           absl::Time now)
      : tx_(*tx), request_(request), now_(now) {}

  pb::ExchangeMailsResponse Run() {
    if (!request_.results().empty()) Note();
    if (request_.limit() > 0) Take();
    return std::move(response_);
  }

 private:
  void Note() {
    SqlArray ids, issues, fences, outcomes, answers, due;
    for (const pb::MailResult& result : request_.results()) {
      ids.AddText(result.subscription_id());
      issues.AddText(result.issue());
      fences.AddInt(result.fence());
      outcomes.AddInt(result.outcome());
      answers.AddText(CleanAnswer(result.answer()));
      due.AddText(SqlTime(TimeOf(result.due_at())));
    }
    for (const auto& row : tx_.sql.exec_prepared(
             "note_mails", ids.Text(), issues.Text(), fences.Text(),
             outcomes.Text(), answers.Text(), due.Text(), SqlTime(now_))) {
      if (row[1].as<int>() != pb::MailResult::OUTCOME_BOUNCED) continue;
      tx_.sql.exec_prepared("suppress", row[0].c_str(),
                            static_cast<int>(v1::Suppression::REASON_BOUNCE),
                            row[2].c_str(), SqlTime(now_));
    }
  }

  void Take() {
    const absl::Time until = now_ + absl::Seconds(request_.lease().seconds());
    for (const auto& row :
         tx_.sql.exec_prepared("claim_mails", static_cast<int>(request_.kind()),
                               request_.from(), SqlTime(now_), SqlTime(until),
                               request_.owner(), request_.limit())) {
      pb::Mail mail = MailFromRow(row);
      if (mail.state() == v1::MAIL_STATE_SENDING) {
        taken_.push_back(std::move(mail));
      }
    }
    if (!taken_.empty()) DropUnwanted();
  }

  // Leaves those that may be sent; the others are cancelled.
  void DropUnwanted() {
    const bool digest = request_.kind() == pb::MAIL_KIND_DIGEST;
    std::vector<std::string> ids, addresses;
    for (const pb::Mail& mail : taken_) {
      ids.push_back(mail.subscription_id());
      addresses.push_back(mail.address());
    }
    std::map<std::string, std::string> readers;
    if (digest) {
      for (const auto& row :
           tx_.sql.exec_prepared("active_subscriptions", TextArray(ids))) {
        readers[row[0].c_str()] = row[1].c_str();
      }
    }
    const auto suppressed = ReadSuppressed(tx_, addresses);
    SqlArray cancelled, issues;
    bool any = false;
    for (pb::Mail& mail : taken_) {
      const auto reader = readers.find(mail.subscription_id());
      if (MayMail(suppressed, mail.address(), digest) &&
          (!digest || reader != readers.end())) {
        if (digest) mail.set_reader_id(reader->second);
        *response_.add_mails() = std::move(mail);
        continue;
      }
      cancelled.AddText(mail.subscription_id());
      issues.AddText(mail.issue());
      any = true;
    }
    if (any) {
      tx_.sql.exec_prepared("cancel_mails", cancelled.Text(), issues.Text());
    }
  }

  Transaction& tx_;
  const pb::ExchangeMailsRequest& request_;
  const absl::Time now_;
  std::vector<pb::Mail> taken_;
  pb::ExchangeMailsResponse response_;
};

// The subscriptions whose fence still holds; they are moved on.
std::set<std::string> MoveOn(Transaction& tx,
                             const pb::PutIssuesRequest& request) {
  SqlArray ids, fences, next;
  for (const pb::ChosenIssue& issue : request.issues()) {
    ids.AddText(issue.mail().subscription_id());
    fences.AddInt(issue.fence());
    next.AddText(SqlTime(TimeOf(issue.next_at())));
  }
  std::set<std::string> moved;
  for (const auto& row : tx.sql.exec_prepared("move_on", ids.Text(),
                                              fences.Text(), next.Text())) {
    moved.insert(row[0].c_str());
  }
  return moved;
}

void PutMailed(Transaction& tx, const pb::PutIssuesRequest& request,
               const std::set<std::string>& put) {
  SqlArray ids, papers;
  bool any = false;
  for (const pb::ChosenIssue& issue : request.issues()) {
    if (put.count(issue.mail().subscription_id()) == 0) continue;
    for (const std::string& paper : issue.paper_ids()) {
      ids.AddText(issue.mail().subscription_id());
      papers.AddText(paper);
      any = true;
    }
  }
  if (any) tx.sql.exec_prepared("put_mailed", ids.Text(), papers.Text());
}

absl::Status UnknownMail() {
  return MakeError(absl::StatusCode::kNotFound, "MAIL_UNKNOWN",
                   "there is no such mail whose content is still kept");
}

}  // namespace

absl::StatusOr<pb::QueueMailResponse> MailLedger::Queue(
    const CallContext& call, const pb::QueueMailRequest& request) {
  absl::Status valid = ToStatus(CheckText("id", request.id(), 1, 100));
  if (!valid.ok()) return valid;
  std::string address;
  valid = CheckAddress("address", request.address(), &address);
  if (valid.ok()) valid = CheckNotice(request.notice());
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::QueueMailResponse> {
        if (!MayMail(ReadSuppressed(tx, {address}), address, false)) {
          return pb::QueueMailResponse();
        }
        const absl::Time now = clock_->Now();
        const absl::Time expires = request.has_expires_at()
                                       ? TimeOf(request.expires_at())
                                       : now + kNoticeLife;
        MailRows rows;
        rows.Add(MakeNotice(request.id(), address, request.notice()), now,
                 expires, now);
        rows.Put(tx);
        return pb::QueueMailResponse();
      });
}

absl::StatusOr<pb::FindMailedResponse> MailLedger::FindMailed(
    const CallContext& call, const pb::FindMailedRequest& request) {
  absl::Status valid =
      CheckCount("candidates", request.candidates_size(), kMaxBatch);
  if (!valid.ok()) return valid;
  SqlArray ids, papers;
  for (const pb::MailCandidates& one : request.candidates()) {
    if (one.paper_ids_size() > kMaxCandidates) {
      return InvalidField("candidates.paper_ids", "has more than 1,000");
    }
    for (const std::string& paper : one.paper_ids()) {
      ids.AddText(one.subscription_id());
      papers.AddText(paper);
    }
  }
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::FindMailedResponse> {
        std::map<std::string, std::vector<std::string>> mailed;
        for (const auto& row :
             tx.sql.exec_prepared("find_mailed", ids.Text(), papers.Text())) {
          mailed[row[0].c_str()].push_back(row[1].c_str());
        }
        pb::FindMailedResponse response;
        for (const pb::MailCandidates& one : request.candidates()) {
          auto* found = response.add_mailed();
          found->set_subscription_id(one.subscription_id());
          for (std::string& paper : mailed[one.subscription_id()]) {
            found->add_paper_ids(std::move(paper));
          }
        }
        return response;
      });
}

absl::StatusOr<pb::PutIssuesResponse> MailLedger::PutIssues(
    const CallContext& call, const pb::PutIssuesRequest& request) {
  absl::Status valid = CheckCount("issues", request.issues_size(), kMaxBatch);
  for (const pb::ChosenIssue& issue : request.issues()) {
    if (valid.ok()) valid = Check(issue);
  }
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::PutIssuesResponse> {
        const absl::Time now = clock_->Now();
        const std::set<std::string> moved = MoveOn(tx, request);
        MailRows rows;
        bool any = false;
        for (const pb::ChosenIssue& issue : request.issues()) {
          // Without a name it only moves on.
          if (issue.mail().issue().empty() ||
              moved.count(issue.mail().subscription_id()) == 0) {
            continue;
          }
          rows.Add(issue.mail(), now, now + kIssueLife, now);
          any = true;
        }
        pb::PutIssuesResponse response;
        if (!any) return response;
        const std::vector<std::string> put = rows.Put(tx);
        PutMailed(tx, request, {put.begin(), put.end()});
        response.set_put(static_cast<int>(put.size()));
        return response;
      });
}

absl::StatusOr<pb::ExchangeMailsResponse> MailLedger::Exchange(
    const CallContext& call, const pb::ExchangeMailsRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::ExchangeMailsResponse> {
        return storage::Exchange(&tx, request, clock_->Now()).Run();
      });
}

absl::StatusOr<pb::GetMailResponse> MailLedger::Get(
    const CallContext& call, const pb::GetMailRequest& request) {
  absl::Status valid = CheckKey(request.subscription_id(), request.issue());
  if (!valid.ok()) return valid;
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::GetMailResponse> {
        const auto rows = tx.sql.exec_prepared(
            "read_mail", request.subscription_id(), request.issue());
        if (rows.empty()) return UnknownMail();
        pb::GetMailResponse response;
        *response.mutable_mail() = MailFromRow(rows[0]);
        if (response.mail().content().empty()) return UnknownMail();
        return response;
      });
}

absl::StatusOr<pb::ResendMailResponse> MailLedger::Resend(
    const CallContext& call, const pb::ResendMailRequest& request) {
  absl::Status valid = CheckKey(request.subscription_id(), request.issue());
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<pb::ResendMailResponse> {
        tx.sql.exec_prepared("hold_subscription", request.subscription_id());
        const auto rows = tx.sql.exec_prepared(
            "read_mail", request.subscription_id(), request.issue());
        if (rows.empty()) return UnknownMail();
        pb::Mail mail = MailFromRow(rows[0]);
        if (mail.content().empty()) return UnknownMail();
        const absl::Time now = clock_->Now();
        pb::ResendMailResponse response;
        response.set_issue(mail.issue());
        if (mail.state() != v1::MAIL_STATE_SENT) {
          tx.sql.exec_prepared("try_mail_anew", mail.subscription_id(),
                               mail.issue(), SqlTime(now),
                               SqlTime(now + kIssueLife));
          return response;
        }
        mail.set_state(v1::MAIL_STATE_CHOSEN);
        for (int copy = 2; copy < kMaxCopies; ++copy) {
          mail.set_issue(absl::StrCat(request.issue(), "+", copy));
          // The copy is another mail, also to who drops what came before.
          mail.set_message_id("");
          MailRows one;
          one.Add(mail, now, now + kIssueLife, now);
          if (one.Put(tx).empty()) continue;
          response.set_issue(mail.issue());
          return response;
        }
        return MakeError(absl::StatusCode::kResourceExhausted,
                         "TOO_MANY_COPIES",
                         "this mail was sent again too often");
      });
}

}  // namespace broadsheet::storage
