#include "storage/comment_statements.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/comment_records.h"
#include "storage/records.h"

namespace broadsheet::storage {
namespace {

void AddThreads(std::vector<Statement>* to) {
  to->push_back({"create_comment",
                 "insert into comments (paper_id, comment_id, parent_id, path, "
                 "depth, reader_id, text, created_at) "
                 "values ($1, $2, $3, $4, $5, $6, $7, $8) "
                 "on conflict do nothing returning comment_id"});
  to->push_back(
      {"read_comment", absl::StrCat("select ", kCommentColumns,
                                    " from comments c where c.paper_id = $1 "
                                    "and c.comment_id = $2")});
  to->push_back({"comment_place",
                 "select path, depth from comments "
                 "where paper_id = $1 and comment_id = $2"});
  to->push_back({"comments_of_paper",
                 "select count(*) from comments where paper_id = $1"});
  to->push_back({"list_comments",
                 absl::StrCat("select ", kCommentColumns,
                              ", c.path from comments c where c.paper_id = $1 "
                              "and c.path > $2 order by c.path limit $3")});
  to->push_back({"edit_comment",
                 "update comments set text = $4, edited_at = $5 "
                 "where paper_id = $1 and comment_id = $2 and reader_id = $3 "
                 "and not deleted returning hidden"});
  to->push_back({"delete_comment",
                 "update comments set text = '', deleted = true "
                 "where paper_id = $1 and comment_id = $2 and reader_id = $3 "
                 "and not deleted returning hidden"});
  to->push_back({"hide_comment",
                 "update comments set hidden = $3 where paper_id = $1 "
                 "and comment_id = $2 and hidden <> $3 returning deleted"});
  // The papers exist; see count_votes.
  to->push_back(
      {"count_comments",
       absl::StrCat("insert into papers (id, num_comments) "
                    "select id, delta from unnest($1::text[], $2::bigint[]) "
                    "as t (id, delta) order by id collate \"C\" "
                    "on conflict (id) do update set num_comments = "
                    "papers.num_comments + excluded.num_comments, "
                    "revision = papers.revision + 1 returning ",
                    kPaperColumns)});
}

void AddReports(std::vector<Statement>* to) {
  to->push_back({"report_comment",
                 "insert into comment_reports (paper_id, comment_id, reporter, "
                 "reason, at) values ($1, $2, $3, $4, $5) "
                 "on conflict do nothing"});
  to->push_back(
      {"list_reports",
       absl::StrCat("select ", kCommentColumns,
                    ", r.reporter, r.reason, "
                    "(extract(epoch from r.at) * 1000000)::bigint "
                    "from comment_reports r join comments c "
                    "on c.paper_id = r.paper_id "
                    "and c.comment_id = r.comment_id "
                    "where (r.at, r.paper_id, r.comment_id, r.reporter) > "
                    "($1::timestamptz, $2, $3, $4) "
                    "order by r.at, r.paper_id, r.comment_id, r.reporter "
                    "limit $5")});
  to->push_back({"settle_reports",
                 "delete from comment_reports "
                 "where paper_id = $1 and comment_id = $2"});
}

void AddClaims(std::vector<Statement>* to) {
  to->push_back({"put_claim",
                 "insert into claims (paper_id, reader_id, author, state, "
                 "claimed_at, note) values ($1, $2, $3, 1, $4, $5) "
                 "on conflict do nothing"});
  to->push_back({"decide_claim",
                 "update claims set state = $3, decided_at = $4 "
                 "where paper_id = $1 and reader_id = $2"});
  to->push_back({"read_claim", absl::StrCat("select ", kClaimColumns,
                                            " from claims where paper_id = $1 "
                                            "and reader_id = $2")});
  to->push_back({"list_claims",
                 absl::StrCat("select ", kClaimColumns,
                              " from claims where ($1 = '' or reader_id = $1) "
                              "and ($2::integer = 0 or state = $2) and "
                              "(claimed_at, paper_id, reader_id) > "
                              "($3::timestamptz, $4, $5) "
                              "order by claimed_at, paper_id, reader_id "
                              "limit $6")});
  // A shown comment makes an author take part.
  const std::string known =
      "select k.paper_id, k.author, k.reader_id, "
      "(extract(epoch from coalesce(k.decided_at, k.claimed_at)) * "
      "1000000)::bigint, exists (select from comments c "
      "where c.paper_id = k.paper_id and c.reader_id = k.reader_id "
      "and not (c.deleted or c.hidden)) from claims k where k.state = 2 and ";
  const std::string in_order = "order by k.paper_id, k.reader_id limit $3";
  to->push_back(
      {"known_authors", absl::StrCat(known,
                                     "k.paper_id = any($1::text[]) "
                                     "and ($2 = '' or k.author = $2) ",
                                     in_order)});
  to->push_back({"known_by_name", absl::StrCat(known,
                                               "cardinality($1::text[]) = 0 "
                                               "and k.author = $2 ",
                                               in_order)});
  to->push_back({"export_claims", absl::StrCat("select ", kClaimColumns,
                                               " from claims "
                                               "where reader_id = $1 "
                                               "order by paper_id limit "
                                               "1000")});
}

// What follows a record that was found to be another paper: see absorber.h.
void AddMoves(std::vector<Statement>* to) {
  // Answers how many comments it took, and how many of them had counted, and
  // now count.
  to->push_back(
      {"move_comments",
       "with gone as (delete from comments c using (select comment_id "
       "from comments where paper_id = $1 order by path limit $3) as old "
       "where c.paper_id = $1 and c.comment_id = old.comment_id "
       "returning c.*), moved as (insert into comments (paper_id, comment_id, "
       "parent_id, path, depth, reader_id, text, created_at, edited_at, "
       "deleted, hidden) select $2, comment_id, parent_id, path, depth, "
       "reader_id, text, created_at, edited_at, deleted, hidden from gone "
       "on conflict do nothing returning not (deleted or hidden) as counts) "
       "select (select count(*) from gone), "
       "(select count(*) from gone where not (deleted or hidden)), "
       "(select count(*) from moved where counts)"});
  to->push_back(
      {"move_reports",
       "with gone as (delete from comment_reports where paper_id = $1 "
       "returning comment_id, reporter, reason, at) insert into "
       "comment_reports (paper_id, comment_id, reporter, reason, at) "
       "select $2, comment_id, reporter, reason, at from gone "
       "on conflict do nothing"});
  to->push_back(
      {"move_claims",
       "with gone as (delete from claims where paper_id = $1 returning "
       "reader_id, author, state, claimed_at, decided_at, note) insert into "
       "claims (paper_id, reader_id, author, state, claimed_at, decided_at, "
       "note) select $2, reader_id, author, state, claimed_at, decided_at, "
       "note from gone on conflict do nothing"});
}

// Of one reader.
void AddErasures(std::vector<Statement>* to) {
  // Tells which of them had counted. One that changed meanwhile is left for
  // the next round.
  to->push_back({"erase_comments",
                 "update comments c set reader_id = '', text = '', "
                 "deleted = true from (select paper_id, comment_id, deleted, "
                 "hidden from comments where reader_id = $1 "
                 "order by paper_id, comment_id limit $2) as mine "
                 "where c.paper_id = mine.paper_id "
                 "and c.comment_id = mine.comment_id "
                 "and c.deleted = mine.deleted and c.hidden = mine.hidden "
                 "returning c.paper_id, not (mine.deleted or mine.hidden)"});
  to->push_back(
      {"erase_reports", "delete from comment_reports where reporter = $1"});
  to->push_back({"erase_claims", "delete from claims where reader_id = $1"});
  to->push_back({"export_comments",
                 absl::StrCat("select ", kCommentColumns,
                              " from comments c where c.reader_id = $1 "
                              "and (c.paper_id, c.comment_id) > ($2, $3) "
                              "order by c.paper_id, c.comment_id limit $4")});
}

}  // namespace

void AddComments(std::vector<Statement>* to) {
  AddThreads(to);
  AddReports(to);
  AddClaims(to);
  AddMoves(to);
  AddErasures(to);
}

}  // namespace broadsheet::storage
