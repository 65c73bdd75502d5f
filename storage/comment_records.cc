#include "storage/comment_records.h"

#include "storage/change_log.h"
#include "storage/records.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {

const char kCommentColumns[] =
    "c.paper_id, c.comment_id, c.parent_id, c.depth, c.reader_id, c.text, "
    "(extract(epoch from c.created_at) * 1000000)::bigint, "
    "(extract(epoch from c.edited_at) * 1000000)::bigint, c.deleted, c.hidden, "
    // A number of AuthorshipClaim.State.
    "exists (select from claims k where k.paper_id = c.paper_id "
    "and k.reader_id = c.reader_id and k.state = 2)";
const int kCommentColumnCount = 11;

const char kClaimColumns[] =
    "paper_id, reader_id, author, state, "
    "(extract(epoch from claimed_at) * 1000000)::bigint, "
    "(extract(epoch from decided_at) * 1000000)::bigint, note";

v1::Comment CommentFromRow(const pqxx::row& row) {
  v1::Comment comment;
  comment.set_paper_id(row[0].c_str());
  comment.set_comment_id(row[1].c_str());
  comment.set_parent_id(row[2].c_str());
  comment.set_depth(row[3].as<int>());
  comment.set_reader_id(row[4].c_str());
  comment.set_text(row[5].c_str());
  *comment.mutable_created_at() = TimestampFromMicros(row[6].as<int64_t>());
  if (!row[7].is_null()) {
    *comment.mutable_edited_at() = TimestampFromMicros(row[7].as<int64_t>());
  }
  comment.set_deleted(row[8].as<bool>());
  comment.set_hidden(row[9].as<bool>());
  comment.set_by_author(row[10].as<bool>());
  return comment;
}

void Veil(v1::Comment* comment) {
  if (!comment->deleted() && !comment->hidden()) return;
  comment->clear_reader_id();
  comment->clear_text();
  comment->clear_by_author();
}

v1::AuthorshipClaim ClaimFromRow(const pqxx::row& row) {
  v1::AuthorshipClaim claim;
  claim.set_paper_id(row[0].c_str());
  claim.set_reader_id(row[1].c_str());
  claim.set_author(row[2].c_str());
  claim.set_state(static_cast<v1::AuthorshipClaim::State>(row[3].as<int>()));
  *claim.mutable_claimed_at() = TimestampFromMicros(row[4].as<int64_t>());
  if (!row[5].is_null()) {
    *claim.mutable_decided_at() = TimestampFromMicros(row[5].as<int64_t>());
  }
  claim.set_note(row[6].c_str());
  return claim;
}

void CountComments(Transaction& tx,
                   const std::map<std::string, int64_t>& deltas) {
  SqlArray papers, counts;
  bool any = false;
  for (const auto& [paper, delta] : deltas) {
    if (delta == 0) continue;
    papers.AddText(paper);
    counts.AddInt(delta);
    any = true;
  }
  if (!any) return;
  ChangeLog log;
  for (const auto& row :
       tx.sql.exec_prepared("count_comments", papers.Text(), counts.Text())) {
    log.Add(PaperFromRow(row));
  }
  log.Append(tx);
}

}  // namespace broadsheet::storage
