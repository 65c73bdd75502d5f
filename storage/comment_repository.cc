#include "storage/comment_repository.h"

#include <sodium.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/errors.h"
#include "storage/comment_records.h"
#include "storage/keyset.h"
#include "storage/paper_names.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

namespace store = internal::v1;

constexpr int kMaxComments = 10000;
constexpr size_t kMaxTextBytes = 4 * 65536;
constexpr int kMaxDepth = 8;
// Of one level of a path: the time in microseconds and the id's first digits.
constexpr size_t kStepBytes = 20;

absl::Status UnknownComment(const std::string& id) {
  return MakeError(absl::StatusCode::kNotFound, "COMMENT_UNKNOWN",
                   absl::StrCat("there is no comment ", id));
}

// The same for the same request.
std::string CommentId(const v1::CreateCommentRequest& comment) {
  const std::string text =
      absl::StrCat(comment.reader_id(), "\n", comment.request_id());
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return absl::BytesToHexString(hash.substr(0, 12));
}

absl::Status Check(const store::CreateCommentRequest& request) {
  const v1::CreateCommentRequest& comment = request.comment();
  for (const Violation& violation :
       {CheckText("request_id", comment.request_id(), 1, 100),
        CheckText("paper_id", comment.paper_id(), 1, 200),
        CheckText("parent_id", comment.parent_id(), 0, 24),
        CheckText("text", comment.text(), 1, kMaxTextBytes),
        CheckReaderId("reader_id", comment.reader_id()),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return absl::OkStatus();
}

// Of a comment that is known by its paper.
absl::Status CheckKey(const std::string& paper, const std::string& comment) {
  for (const Violation& violation : {CheckText("paper_id", paper, 1, 200),
                                     CheckText("comment_id", comment, 1, 24)}) {
    if (violation) return ToStatus(violation);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Comment> ReadComment(Transaction& tx,
                                        const std::string& paper,
                                        const std::string& id) {
  const auto rows = tx.sql.exec_prepared("read_comment", paper, id);
  if (rows.empty()) return UnknownComment(id);
  return CommentFromRow(rows[0]);
}

struct Place {
  std::string path;
  int depth = 0;
};

// Where a comment of that id stands. Below the last level it stands beside the
// comment that it answers, behind it.
absl::StatusOr<Place> FindPlace(Transaction& tx,
                                const v1::CreateCommentRequest& comment,
                                const std::string& id, absl::Time at) {
  const std::string step = absl::StrFormat(
      "%014x%s", std::max<int64_t>(absl::ToUnixMicros(at), 0), id.substr(0, 6));
  if (comment.parent_id().empty()) return Place{step, 0};
  const auto rows = tx.sql.exec_prepared("comment_place", comment.paper_id(),
                                         comment.parent_id());
  if (rows.empty()) return UnknownComment(comment.parent_id());
  Place place{rows[0][0].c_str(), rows[0][1].as<int>() + 1};
  if (place.depth > kMaxDepth) {
    place.depth = kMaxDepth;
    place.path.resize(place.path.size() - kStepBytes);
  }
  place.path += step;
  return place;
}

// The paper that goes by that name now; the name when there is none.
std::string PaperOf(Transaction& tx, const std::string& name) {
  const auto papers = ResolvePapers(tx, {name});
  const auto found = papers.find(name);
  return found == papers.end() ? name : found->second;
}

absl::Status CheckRoom(Transaction& tx, const std::string& paper) {
  if (ResolvePapers(tx, {paper}).empty()) {
    return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                     absl::StrCat("there is no paper ", paper));
  }
  if (tx.sql.exec_prepared("comments_of_paper", paper)[0][0].as<int>() <
      kMaxComments) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "COMMENTS_FULL",
                   "the paper has 10,000 comments and takes no more");
}

// Answers whether it is new.
absl::StatusOr<bool> Insert(Transaction& tx,
                            const v1::CreateCommentRequest& comment,
                            const std::string& id, absl::Time at) {
  if (!tx.sql.exec_prepared("read_comment", comment.paper_id(), id).empty()) {
    return false;
  }
  absl::Status room = CheckRoom(tx, comment.paper_id());
  if (!room.ok()) return room;
  const auto place = FindPlace(tx, comment, id, at);
  if (!place.ok()) return place.status();
  tx.sql.exec_prepared("make_reader", comment.reader_id(), SqlTime(at));
  const bool created =
      !tx.sql
           .exec_prepared("create_comment", comment.paper_id(), id,
                          comment.parent_id(), place->path, place->depth,
                          comment.reader_id(), comment.text(), SqlTime(at))
           .empty();
  if (created) CountComments(tx, {{comment.paper_id(), 1}});
  return created;
}

// Answers by how much the paper's number changes.
absl::StatusOr<int> Change(Transaction& tx, const v1::EditCommentRequest& edit,
                           absl::Time at) {
  const bool deletes = edit.text().empty();
  const auto rows =
      deletes ? tx.sql.exec_prepared("delete_comment", edit.paper_id(),
                                     edit.comment_id(), edit.reader_id())
              : tx.sql.exec_prepared("edit_comment", edit.paper_id(),
                                     edit.comment_id(), edit.reader_id(),
                                     edit.text(), SqlTime(at));
  if (!rows.empty()) return deletes && !rows[0][0].as<bool>() ? -1 : 0;
  const auto comment = ReadComment(tx, edit.paper_id(), edit.comment_id());
  if (!comment.ok()) return comment.status();
  if (comment->reader_id() != edit.reader_id()) {
    return MakeError(absl::StatusCode::kPermissionDenied, "OTHER_READER",
                     "this is another reader's comment");
  }
  if (!deletes) return UnknownComment(edit.comment_id());
  return 0;
}

}  // namespace

absl::StatusOr<store::CreateCommentResponse> CommentRepository::Create(
    const CallContext& call, const store::CreateCommentRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  const std::string id = CommentId(request.comment());
  return database_->Write(
      call,
      [&](Transaction& tx) -> absl::StatusOr<store::CreateCommentResponse> {
        HoldNames(tx);
        v1::CreateCommentRequest named = request.comment();
        named.set_paper_id(PaperOf(tx, named.paper_id()));
        const auto created = Insert(tx, named, id, TimeOf(request.at()));
        if (!created.ok()) return created.status();
        auto comment = ReadComment(tx, named.paper_id(), id);
        if (!comment.ok()) return comment.status();
        store::CreateCommentResponse response;
        *response.mutable_comment() = *std::move(comment);
        Veil(response.mutable_comment());
        *response.mutable_position() = WritePosition(tx, !*created);
        return response;
      });
}

absl::StatusOr<store::EditCommentResponse> CommentRepository::Edit(
    const CallContext& call, const store::EditCommentRequest& request) {
  const v1::EditCommentRequest& edit = request.edit();
  absl::Status valid = CheckKey(edit.paper_id(), edit.comment_id());
  if (!valid.ok()) return valid;
  for (const Violation& violation :
       {CheckText("text", edit.text(), 0, kMaxTextBytes),
        CheckReaderId("reader_id", edit.reader_id()),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<store::EditCommentResponse> {
        HoldNames(tx);
        v1::EditCommentRequest named = edit;
        named.set_paper_id(PaperOf(tx, edit.paper_id()));
        const auto delta = Change(tx, named, TimeOf(request.at()));
        if (!delta.ok()) return delta.status();
        CountComments(tx, {{named.paper_id(), *delta}});
        auto comment = ReadComment(tx, named.paper_id(), edit.comment_id());
        if (!comment.ok()) return comment.status();
        store::EditCommentResponse response;
        *response.mutable_comment() = *std::move(comment);
        Veil(response.mutable_comment());
        *response.mutable_position() = WritePosition(tx, *delta == 0);
        return response;
      });
}

absl::StatusOr<store::ListCommentsResponse> CommentRepository::List(
    const CallContext& call, const store::ListCommentsRequest& request) {
  const v1::ListCommentsRequest& query = request.query();
  absl::Status valid =
      ToStatus(CheckText("paper_id", query.paper_id(), 1, 200));
  if (!valid.ok()) return valid;
  const auto size = PageSize(query.page_size(), 100, 500);
  if (!size.ok()) return size.status();
  const std::string scope = absl::StrCat("comments ", query.paper_id());
  auto key = OpenKeyset(*tokens_, scope, query.page_token(), 1);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {""};
  return database_->Read(
      call,
      [&](Transaction& tx) -> absl::StatusOr<store::ListCommentsResponse> {
        store::ListCommentsResponse response;
        v1::ListCommentsResponse* page = response.mutable_page();
        std::string last;
        const std::string paper = PaperOf(tx, query.paper_id());
        for (const auto& row : tx.sql.exec_prepared("list_comments", paper,
                                                    (*key)[0], *size + 1)) {
          if (page->comments_size() == *size) {
            page->set_next_page_token(SealKeyset(*tokens_, scope, {last}));
            break;
          }
          v1::Comment* comment = page->add_comments();
          *comment = CommentFromRow(row);
          if (!request.with_hidden()) Veil(comment);
          last = row[kCommentColumnCount].c_str();
        }
        return response;
      });
}

absl::StatusOr<store::ReportCommentResponse> CommentRepository::Report(
    const CallContext& call, const store::ReportCommentRequest& request) {
  const v1::ReportCommentRequest& report = request.report();
  absl::Status valid = CheckKey(report.paper_id(), report.comment_id());
  if (!valid.ok()) return valid;
  for (const Violation& violation :
       {CheckText("reason", report.reason(), 0, 500),
        CheckReaderId("reader_id", report.reader_id()),
        CheckTime("at", request.at())}) {
    if (violation) return ToStatus(violation);
  }
  return database_->Write(
      call,
      [&](Transaction& tx) -> absl::StatusOr<store::ReportCommentResponse> {
        HoldNames(tx);
        const std::string paper = PaperOf(tx, report.paper_id());
        const auto comment = ReadComment(tx, paper, report.comment_id());
        if (!comment.ok()) return comment.status();
        tx.sql.exec_prepared("report_comment", paper, report.comment_id(),
                             report.reader_id(), report.reason(),
                             SqlTime(TimeOf(request.at())));
        return store::ReportCommentResponse();
      });
}

absl::StatusOr<store::ListReportsResponse> CommentRepository::ListReports(
    const CallContext& call, const store::ListReportsRequest& request) {
  const auto size = PageSize(request.query().page_size(), 50, 200);
  if (!size.ok()) return size.status();
  auto key = OpenKeyset(*tokens_, "reports", request.query().page_token(), 4);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {"-infinity", "", "", ""};
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<store::ListReportsResponse> {
        store::ListReportsResponse response;
        v1::ListReportsResponse* page = response.mutable_page();
        for (const auto& row :
             tx.sql.exec_prepared("list_reports", (*key)[0], (*key)[1],
                                  (*key)[2], (*key)[3], *size + 1)) {
          if (page->reports_size() == *size) {
            const v1::CommentReport& last = page->reports(*size - 1);
            page->set_next_page_token(SealKeyset(
                *tokens_, "reports",
                {SqlTime(TimeOf(last.at())), last.comment().paper_id(),
                 last.comment().comment_id(), last.reporter()}));
            break;
          }
          v1::CommentReport* report = page->add_reports();
          *report->mutable_comment() = CommentFromRow(row);
          report->set_reporter(row[kCommentColumnCount].c_str());
          report->set_reason(row[kCommentColumnCount + 1].c_str());
          *report->mutable_at() =
              TimestampFromMicros(row[kCommentColumnCount + 2].as<int64_t>());
        }
        return response;
      });
}

absl::StatusOr<store::ModerateCommentResponse> CommentRepository::Moderate(
    const CallContext& call, const store::ModerateCommentRequest& request) {
  const v1::ModerateCommentRequest& moderation = request.moderation();
  absl::Status valid = CheckKey(moderation.paper_id(), moderation.comment_id());
  if (!valid.ok()) return valid;
  return database_->Write(
      call,
      [&](Transaction& tx) -> absl::StatusOr<store::ModerateCommentResponse> {
        HoldNames(tx);
        const std::string paper = PaperOf(tx, moderation.paper_id());
        const auto changed =
            tx.sql.exec_prepared("hide_comment", paper, moderation.comment_id(),
                                 moderation.hidden());
        tx.sql.exec_prepared("settle_reports", paper, moderation.comment_id());
        const bool counts = !changed.empty() && !changed[0][0].as<bool>();
        if (counts) CountComments(tx, {{paper, moderation.hidden() ? -1 : 1}});
        auto comment = ReadComment(tx, paper, moderation.comment_id());
        if (!comment.ok()) return comment.status();
        store::ModerateCommentResponse response;
        *response.mutable_comment() = *std::move(comment);
        *response.mutable_position() = WritePosition(tx, !counts);
        return response;
      });
}

}  // namespace broadsheet::storage
