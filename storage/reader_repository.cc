#include "storage/reader_repository.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/event_rules.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxPage = 500;
constexpr int kMaxStandings = 500;
constexpr int kMaxExport = 1000;
constexpr size_t kTokenHashBytes = 32;

void Set(Aspect aspect, v1::Standing* standing) {
  switch (aspect) {
    case Aspect::kVote:
      return standing->set_upvoted(true);
    case Aspect::kSave:
      return standing->set_saved(true);
    case Aspect::kDislike:
      return standing->set_disliked(true);
    case Aspect::kHide:
      return standing->set_hidden(true);
    case Aspect::kSeen:
      return standing->set_seen(true);
    case Aspect::kFollow:
      return;
  }
}

absl::Status CheckHash(const std::string& sha256) {
  if (sha256.size() == kTokenHashBytes) return absl::OkStatus();
  return InvalidField("sha256", absl::StrCat("is ", sha256.size(),
                                             " bytes long instead of 32"));
}

absl::Status CheckStandings(const v1::BatchGetStandingsRequest& query) {
  absl::Status valid = ToStatus(CheckReaderId("reader_id", query.reader_id()));
  if (!valid.ok()) return valid;
  for (const std::string& id : query.paper_ids()) {
    valid = ToStatus(CheckText("paper_ids", id, 1, 200));
    if (!valid.ok()) return valid;
  }
  return CheckCount("paper_ids", query.paper_ids_size(), kMaxStandings);
}

// The papers asked for and the records that were merged into them, with the
// paper asked for: what a reader has seen stays where he saw it.
std::map<std::string, std::string> WithAbsorbed(
    Transaction& tx, const v1::BatchGetStandingsRequest& query) {
  std::map<std::string, std::string> papers;
  for (const auto& row :
       tx.sql.exec_prepared("absorbed_papers", TextArray(query.paper_ids()))) {
    papers[row[0].c_str()] = row[1].c_str();
  }
  for (const std::string& id : query.paper_ids()) papers[id] = id;
  return papers;
}

std::vector<std::string> KeysOf(
    const std::map<std::string, std::string>& papers) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : papers) keys.push_back(key);
  return keys;
}

v1::TokenSummary TokenFromRow(const pqxx::row& row) {
  v1::TokenSummary token;
  token.set_label(row[0].c_str());
  *token.mutable_created_at() = TimestampFromMicros(row[1].as<int64_t>());
  if (!row[2].is_null()) {
    *token.mutable_revoked_at() = TimestampFromMicros(row[2].as<int64_t>());
  }
  return token;
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
  for (const auto& row : tx.sql.exec_prepared("export_tokens", reader)) {
    *page->add_tokens() = TokenFromRow(row);
  }
}

}  // namespace

absl::StatusOr<internal::v1::ListLibraryResponse> ReaderRepository::ListLibrary(
    const CallContext& call, const internal::v1::ListLibraryRequest& request) {
  const v1::ListLibraryRequest& query = request.query();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", query.reader_id()));
  if (!valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), 20, kMaxPage);
  if (!size.ok()) return size.status();
  const std::string scope = "library " + query.reader_id();
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 2);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {"infinity", ""};
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListLibraryResponse> {
        internal::v1::ListLibraryResponse response;
        v1::ListLibraryResponse* page = response.mutable_page();
        for (const auto& row :
             tx.sql.exec_prepared("list_library", query.reader_id(), (*key)[0],
                                  (*key)[1], *size + 1)) {
          if (page->papers_size() == *size) {
            const v1::SavedPaper& last = page->papers(*size - 1);
            page->set_next_page_token(SealKeyset(
                *tokens_, scope,
                {SqlTime(TimeOf(last.saved_at())), last.paper().id()}));
            break;
          }
          v1::SavedPaper* saved = page->add_papers();
          *saved->mutable_paper() = PaperFromRow(row, 1);
          *saved->mutable_saved_at() =
              TimestampFromMicros(row[0].as<int64_t>());
        }
        return response;
      });
}

absl::StatusOr<internal::v1::BatchGetStandingsResponse>
ReaderRepository::BatchGetStandings(
    const CallContext& call,
    const internal::v1::BatchGetStandingsRequest& request) {
  const v1::BatchGetStandingsRequest& query = request.query();
  if (absl::Status valid = CheckStandings(query); !valid.ok()) return valid;
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::BatchGetStandingsResponse> {
        std::map<std::string, v1::Standing> standings;
        const auto papers = WithAbsorbed(tx, query);
        for (const auto& row :
             tx.sql.exec_prepared("read_standings", query.reader_id(),
                                  TextArray(KeysOf(papers)))) {
          Set(static_cast<Aspect>(row[1].as<int>()),
              &standings[papers.at(row[0].c_str())]);
        }
        internal::v1::BatchGetStandingsResponse response;
        for (const std::string& id : query.paper_ids()) {
          v1::Standing* standing = response.add_standings();
          *standing = standings[id];
          standing->set_paper_id(id);
        }
        return response;
      });
}

absl::StatusOr<internal::v1::ExportReaderResponse> ReaderRepository::Export(
    const CallContext& call, const internal::v1::ExportReaderRequest& request) {
  const v1::ExportReaderRequest& query = request.query();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", query.reader_id()));
  if (!valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), kMaxExport, kMaxExport);
  if (!size.ok()) return size.status();
  const std::string scope = "export " + query.reader_id();
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 1);
  if (!key.ok()) return key.status();
  const bool first = key->empty();
  if (first) *key = {""};
  return database_->Snapshot(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ExportReaderResponse> {
        internal::v1::ExportReaderResponse response;
        v1::ExportReaderResponse* page = response.mutable_page();
        if (first) AddOnce(tx, query.reader_id(), page);
        for (const auto& row : tx.sql.exec_prepared(
                 "export_events", query.reader_id(), (*key)[0], *size + 1)) {
          if (page->events_size() == *size) {
            page->set_next_page_token(SealKeyset(
                *tokens_, scope, {page->events(*size - 1).event_id()}));
            break;
          }
          *page->add_events() = EventFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<internal::v1::CreateTokenResponse> ReaderRepository::CreateToken(
    const CallContext& call, const internal::v1::CreateTokenRequest& request) {
  if (absl::Status hash = CheckHash(request.sha256()); !hash.ok()) return hash;
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("label", request.label(), 0, 200),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::CreateTokenResponse> {
        const std::string hash = BytesToSql(request.sha256());
        const std::string at = SqlTime(TimeOf(request.at()));
        tx.sql.exec_prepared("make_reader", request.reader_id(), at);
        tx.sql.exec_prepared("create_token", hash, request.reader_id(),
                             request.label(), at);
        const auto rows = tx.sql.exec_prepared("token_owner", hash);
        if (rows[0][0].c_str() != request.reader_id()) {
          return MakeError(absl::StatusCode::kAlreadyExists, "TOKEN_TAKEN",
                           "the token is another reader's");
        }
        return internal::v1::CreateTokenResponse();
      });
}

absl::StatusOr<internal::v1::FindTokenResponse> ReaderRepository::FindToken(
    const CallContext& call, const internal::v1::FindTokenRequest& request) {
  if (absl::Status hash = CheckHash(request.sha256()); !hash.ok()) return hash;
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<internal::v1::FindTokenResponse> {
        const auto rows =
            tx.sql.exec_prepared("find_token", BytesToSql(request.sha256()));
        if (rows.empty()) {
          return MakeError(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN",
                           "there is no such token, or it was revoked");
        }
        internal::v1::FindTokenResponse response;
        response.set_reader_id(rows[0][0].c_str());
        return response;
      });
}

}  // namespace broadsheet::storage
