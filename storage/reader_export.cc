#include "storage/reader_export.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/account_records.h"
#include "storage/comment_records.h"
#include "storage/keyset.h"
#include "storage/mail_records.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxPage = 1000;
constexpr int kMaxSubscriptions = 1000;

v1::Retraction RetractionFromRow(const pqxx::row& row) {
  v1::Retraction retraction;
  retraction.set_paper_id(row[0].c_str());
  retraction.set_day(DayFromSql(row[1].c_str()));
  retraction.set_by_editor(row[2].as<bool>());
  *retraction.mutable_at() = TimestampFromMicros(row[3].as<int64_t>());
  return retraction;
}

// What stands on the first page, besides events.
void AddOnce(Transaction& tx, const std::string& reader,
             v1::ExportReaderResponse* page) {
  for (const auto& row : tx.sql.exec_prepared("reader_since", reader)) {
    *page->mutable_created_at() = TimestampFromMicros(row[0].as<int64_t>());
  }
  for (const auto& row : tx.sql.exec_prepared("export_submissions", reader)) {
    *page->add_submissions() = SubmissionFromRow(row);
  }
  for (const auto& row : tx.sql.exec_prepared("export_retractions", reader)) {
    *page->add_retractions() = RetractionFromRow(row);
  }
  for (const auto& row : tx.sql.exec_prepared("export_tokens", reader)) {
    *page->add_tokens() = TokenFromRow(row);
  }
  for (const auto& row : tx.sql.exec_prepared("find_account", reader, "")) {
    *page->mutable_account() = AccountFromRow(row);
  }
  for (const auto& row : tx.sql.exec_prepared("list_identities", reader)) {
    *page->add_identities() = LinkedIdentityFromRow(row);
  }
  for (const auto& row : tx.sql.exec_prepared("export_claims", reader)) {
    *page->add_claims() = ClaimFromRow(row);
  }
  for (const auto& row : tx.sql.exec_prepared("list_subscriptions", "", "",
                                              reader, kMaxSubscriptions)) {
    *page->add_subscriptions() = SubscriptionFromRow(row);
  }
}

// Fills one page: events first, then comments. The key is what the page before
// ended with: a stage and, of that stage, the last row.
class ExportPage {
 public:
  ExportPage(Transaction& tx, const std::string& reader, int size,
             v1::ExportReaderResponse* page)
      : tx_(tx), reader_(reader), left_(size), page_(page) {}

  // Answers the next key; empty at the end.
  std::vector<std::string> Fill(const std::vector<std::string>& key) {
    if (key[0] == kComments) return AddComments(key[1], key[2]);
    for (const auto& row :
         tx_.sql.exec_prepared("export_events", reader_, key[1], left_ + 1)) {
      if (left_ == 0) {
        const auto& last = page_->events(page_->events_size() - 1);
        return {kEvents, last.event_id(), ""};
      }
      *page_->add_events() = EventFromRow(row);
      --left_;
    }
    if (left_ == 0) return {kComments, "", ""};
    return AddComments("", "");
  }

 private:
  static constexpr char kEvents[] = "e";
  static constexpr char kComments[] = "c";

  std::vector<std::string> AddComments(const std::string& paper,
                                       const std::string& comment) {
    for (const auto& row : tx_.sql.exec_prepared("export_comments", reader_,
                                                 paper, comment, left_ + 1)) {
      if (left_ == 0) {
        const auto& last = page_->comments(page_->comments_size() - 1);
        return {kComments, last.paper_id(), last.comment_id()};
      }
      *page_->add_comments() = CommentFromRow(row);
      --left_;
    }
    return {};
  }

  Transaction& tx_;
  const std::string& reader_;
  int left_;
  v1::ExportReaderResponse* page_;
};

}  // namespace

absl::StatusOr<internal::v1::ExportReaderResponse> ReaderExport::Export(
    const CallContext& call, const internal::v1::ExportReaderRequest& request) {
  const v1::ExportReaderRequest& query = request.query();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", query.reader_id()));
  if (!valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), kMaxPage, kMaxPage);
  if (!size.ok()) return size.status();
  const std::string scope = absl::StrCat("export ", query.reader_id());
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 3);
  if (!key.ok()) return key.status();
  const bool first = key->empty();
  if (first) *key = {"e", "", ""};
  return database_->Snapshot(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ExportReaderResponse> {
        internal::v1::ExportReaderResponse response;
        v1::ExportReaderResponse* page = response.mutable_page();
        if (first) AddOnce(tx, query.reader_id(), page);
        const auto next =
            ExportPage(tx, query.reader_id(), *size, page).Fill(*key);
        if (!next.empty()) {
          page->set_next_page_token(SealKeyset(*tokens_, scope, next));
        }
        return response;
      });
}

}  // namespace broadsheet::storage
