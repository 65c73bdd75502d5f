#include "storage/reader_repository.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/account_records.h"
#include "storage/event_rules.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

constexpr int kMaxPage = 500;
constexpr int kMaxStandings = 500;
constexpr int kMaxFolders = 1000;

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

}  // namespace

absl::StatusOr<internal::v1::ListLibraryResponse> ReaderRepository::ListLibrary(
    const CallContext& call, const internal::v1::ListLibraryRequest& request) {
  const v1::ListLibraryRequest& query = request.query();
  for (const Violation& violation :
       {CheckReaderId("reader_id", query.reader_id()),
        CheckText("folder", query.folder(), 0, 100)}) {
    if (violation) return ToStatus(violation);
  }
  const auto size = PageSize(query.page_size(), 20, kMaxPage);
  if (!size.ok()) return size.status();
  const std::string scope =
      absl::StrCat("library ", query.reader_id(), " ", query.folder());
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
                                  (*key)[1], *size + 1, query.folder())) {
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
          saved->set_folder(row[1 + kPaperColumnCount].c_str());
        }
        return response;
      });
}

absl::StatusOr<internal::v1::ListDismissedResponse>
ReaderRepository::ListDismissed(
    const CallContext& call,
    const internal::v1::ListDismissedRequest& request) {
  const v1::ListDismissedRequest& query = request.query();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", query.reader_id()));
  if (!valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), 20, kMaxPage);
  if (!size.ok()) return size.status();
  const std::string scope = absl::StrCat("dismissed ", query.reader_id());
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 2);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {"infinity", ""};
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListDismissedResponse> {
        internal::v1::ListDismissedResponse response;
        v1::ListDismissedResponse* page = response.mutable_page();
        for (const auto& row :
             tx.sql.exec_prepared("list_dismissed", query.reader_id(),
                                  (*key)[0], (*key)[1], *size + 1)) {
          if (page->papers_size() == *size) {
            const v1::DismissedPaper& last = page->papers(*size - 1);
            page->set_next_page_token(
                SealKeyset(*tokens_, scope,
                           {SqlTime(TimeOf(last.at())), last.paper().id()}));
            break;
          }
          v1::DismissedPaper* paper = page->add_papers();
          *paper->mutable_paper() = PaperFromRow(row, 1);
          *paper->mutable_at() = TimestampFromMicros(row[0].as<int64_t>());
          paper->set_hidden(row[1 + kPaperColumnCount].as<bool>());
          paper->set_disliked(row[2 + kPaperColumnCount].as<bool>());
        }
        return response;
      });
}

absl::StatusOr<internal::v1::ListFoldersResponse> ReaderRepository::ListFolders(
    const CallContext& call, const internal::v1::ListFoldersRequest& request) {
  const std::string& reader = request.query().reader_id();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", reader));
  if (!valid.ok()) return valid;
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListFoldersResponse> {
        internal::v1::ListFoldersResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_folders", reader, kMaxFolders)) {
          v1::Folder* folder = response.mutable_page()->add_folders();
          folder->set_name(row[0].c_str());
          folder->set_papers(row[1].as<int64_t>());
        }
        return response;
      });
}

absl::StatusOr<internal::v1::ListFollowsResponse> ReaderRepository::ListFollows(
    const CallContext& call, const internal::v1::ListFollowsRequest& request) {
  const std::string& reader = request.query().reader_id();
  absl::Status valid = ToStatus(CheckReaderId("reader_id", reader));
  if (!valid.ok()) return valid;
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListFollowsResponse> {
        internal::v1::ListFollowsResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_follows", reader, kMaxFolders)) {
          v1::Follow* follow = response.mutable_page()->add_follows();
          follow->set_target(row[0].c_str());
          *follow->mutable_since() = TimestampFromMicros(row[1].as<int64_t>());
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

absl::StatusOr<internal::v1::CreateTokenResponse> ReaderRepository::CreateToken(
    const CallContext& call, const internal::v1::CreateTokenRequest& request) {
  if (absl::Status hash = CheckHash("sha256", request.sha256()); !hash.ok())
    return hash;
  for (const Violation& violation :
       {CheckReaderId("reader_id", request.reader_id()),
        CheckText("label", request.label(), 0, 200),
        CheckTime("at", request.at()),
        CheckTime("expires_at", request.expires_at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::CreateTokenResponse> {
        const std::string hash = BytesToSql(request.sha256());
        const std::string at = SqlTime(TimeOf(request.at()));
        tx.sql.exec_prepared("make_reader", request.reader_id(), at);
        if (request.session()) {
          tx.sql.exec_prepared("forget_sessions", request.reader_id(), at);
        }
        tx.sql.exec_prepared(
            "create_token", hash, request.reader_id(), request.label(), at,
            request.session(), ScopeBits(request.scopes()),
            SqlExpiry(request.has_expires_at(), request.expires_at()));
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
  if (absl::Status hash = CheckHash("sha256", request.sha256()); !hash.ok())
    return hash;
  const std::string at =
      SqlTime(request.has_at() ? TimeOf(request.at()) : clock_->Now());
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<internal::v1::FindTokenResponse> {
        const auto rows = tx.sql.exec_prepared(
            "find_token", BytesToSql(request.sha256()), at);
        if (rows.empty()) {
          return MakeError(absl::StatusCode::kNotFound, "TOKEN_UNKNOWN",
                           "there is no such token, or it was revoked");
        }
        internal::v1::FindTokenResponse response;
        const auto row = rows[0];
        response.set_reader_id(row[0].c_str());
        response.set_session(row[1].as<bool>());
        AddScopes(row[2].as<int>(), response.mutable_scopes());
        if (!row[3].is_null()) {
          *response.mutable_expires_at() =
              TimestampFromMicros(row[3].as<int64_t>());
        }
        response.set_role(static_cast<v1::Role>(row[4].as<int>()));
        response.set_banned(row[5].as<bool>());
        return response;
      });
}

}  // namespace broadsheet::storage
