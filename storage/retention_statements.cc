#include "storage/retention_statements.h"

#include "absl/strings/str_cat.h"
#include "storage/records.h"

namespace broadsheet::storage {

void AddFeedRetention(std::vector<Statement>* to) {
  to->push_back({"mark_feed",
                 "insert into feed_marks (at, horizon) values "
                 "($1, pg_snapshot_xmin(pg_current_snapshot())) "
                 "on conflict do nothing"});
  to->push_back({"newest_mark",
                 "select at::text, horizon::text from feed_marks "
                 "where at <= $1 order by at desc limit 1"});
  // The mark itself stays: it says how old the oldest changes are.
  to->push_back({"forget_marks", "delete from feed_marks where at < $1"});
  to->push_back({"trim_below",
                 "update feed_state set trimmed_below = $1::text::xid8 "
                 "where trimmed_below < $1::text::xid8"});
  to->push_back({"trim_changes",
                 "delete from changes c using (select xid, ordinal "
                 "from changes where xid < $1::text::xid8 "
                 "order by changes.xid, changes.ordinal limit $2) as old "
                 "where c.xid = old.xid and c.ordinal = old.ordinal"});
  to->push_back(
      {"feed_extent",
       "with oldest as (select xid from changes "
       "order by changes.xid, changes.ordinal limit 1) "
       "select (select reltuples from pg_class "
       "where oid = 'changes'::regclass), "
       "(extract(epoch from coalesce("
       "(select max(at) from feed_marks, oldest where horizon <= xid), "
       "(select min(at) from feed_marks, oldest))) * 1000000)::bigint"});
  // Of the changes that do not tell whom they name: which of the next `limit`
  // may be about a reader, by his id's bytes.
  to->push_back({"search_changes",
                 "select xid::text, ordinal, "
                 "case when position($3::bytea in payload) > 0 then payload "
                 "end from changes c where (c.xid, c.ordinal) > "
                 "($1::text::xid8, $2::integer) "
                 "and c.xid < (select readers_since from feed_state) "
                 "order by c.xid, c.ordinal limit $4"});
  to->push_back({"erase_changes",
                 "delete from changes c using (select xid, ordinal "
                 "from changes where reader_id = $1 limit $2) as mine "
                 "where c.xid = mine.xid and c.ordinal = mine.ordinal"});
  to->push_back({"delete_changes",
                 "delete from changes c using unnest($1::text[], "
                 "$2::integer[]) as d (xid, ordinal) "
                 "where c.xid = d.xid::xid8 and c.ordinal = d.ordinal"});
}

void AddErasure(std::vector<Statement>* to) {
  to->push_back({"reader_is_known",
                 "select exists (select from readers where reader_id = $1) "
                 "or exists (select from events where reader_id = $1) "
                 "or exists (select from standings where reader_id = $1) "
                 "or exists (select from tokens where reader_id = $1) "
                 "or exists (select from submissions where submitter = $1) "
                 "or exists (select from submission_requests "
                 "where submitter = $1) "
                 "or exists (select from accounts where reader_id = $1) "
                 "or exists (select from account_identities "
                 "where reader_id = $1) "
                 "or exists (select from account_links where reader_id = $1) "
                 "or exists (select from bans where reader_id = $1) "
                 "or exists (select from comments where reader_id = $1) "
                 "or exists (select from comment_reports where reporter = $1) "
                 "or exists (select from claims where reader_id = $1) "
                 "or exists (select from retractions where reader_id = $1 "
                 "and reader_id <> '') "
                 "or exists (select from subscriptions where reader_id = $1) "
                 "or exists (select from mails where reader_id = $1 "
                 "and reader_id <> '') "
                 "or exists (select from dead_letters where event "
                 "and strpos(excerpt, '\"' || $1 || '\"') > 0)"});
  // A refused event is text; its reader stands there as a JSON string.
  to->push_back({"erase_letters",
                 "delete from dead_letters where event "
                 "and strpos(excerpt, '\"' || $1 || '\"') > 0"});
  to->push_back({"erase_tokens", "delete from tokens where reader_id = $1"});
  to->push_back({"blank_submissions",
                 absl::StrCat("update submissions s set submitter = '' from "
                              "(select paper_id, day from submissions where "
                              "submitter = $1 order by paper_id, day limit $2 "
                              ") as mine where s.paper_id = mine.paper_id "
                              "and s.day = mine.day returning ",
                              kSubmissionColumns)});
  to->push_back({"blank_submitted_papers",
                 absl::StrCat("update papers set submitted_by = '', "
                              "revision = revision + 1 "
                              "where id = any($2::text[]) "
                              "and submitted_by = $1 returning ",
                              kPaperColumns)});
  to->push_back({"erase_requests",
                 "delete from submission_requests where submitter = $1 and "
                 "request_id in (select request_id from submission_requests "
                 "where submitter = $1 order by request_id limit $2)"});
  to->push_back(
      {"erase_retractions",
       "delete from retractions r using (select paper_id, request_id "
       "from retractions where reader_id = $1 and reader_id <> '' "
       "and not by_editor order by paper_id, request_id limit $2) as mine "
       "where r.reader_id = $1 and r.paper_id = mine.paper_id "
       "and r.request_id = mine.request_id"});
  // What an editor took back stays away, without who it was. The names of
  // requests need only differ, and are the client's: they may tell of the
  // reader.
  to->push_back(
      {"blank_retractions",
       "update retractions r set reader_id = '', "
       "request_id = 'erased ' || $3::text || ' ' || md5(r.request_id) "
       "from (select paper_id, request_id from retractions "
       "where reader_id = $1 and reader_id <> '' and by_editor "
       "order by paper_id, request_id limit $2) as mine "
       "where r.reader_id = $1 and r.paper_id = mine.paper_id "
       "and r.request_id = mine.request_id"});
  to->push_back({"erase_standings",
                 "delete from standings s using (select aspect, subject "
                 "from standings where reader_id = $1 "
                 "order by aspect, subject limit $2) as mine "
                 "where s.reader_id = $1 and s.aspect = mine.aspect "
                 "and s.subject = mine.subject "
                 "returning s.aspect, s.subject, s.is_on"});
  to->push_back({"erase_events",
                 "delete from events where reader_id = $1 and event_id in "
                 "(select event_id from events where reader_id = $1 "
                 "order by event_id limit $2)"});
  to->push_back({"erase_reader", "delete from readers where reader_id = $1"});
  to->push_back(
      {"export_events",
       absl::StrCat("select ", kEventColumns,
                    " from events where reader_id = $1 and event_id > $2 "
                    "order by event_id limit $3")});
  to->push_back({"export_submissions",
                 absl::StrCat("select ", kSubmissionColumns,
                              " from submissions s where s.submitter = $1 "
                              "order by s.paper_id, s.day")});
  to->push_back({"export_retractions",
                 "select paper_id, day, by_editor, "
                 "(extract(epoch from at) * 1000000)::bigint from retractions "
                 "where reader_id = $1 and reader_id <> '' "
                 "order by at, paper_id"});
  to->push_back({"reader_since",
                 "select (extract(epoch from created_at) * 1000000)::bigint "
                 "from readers where reader_id = $1"});
}

}  // namespace broadsheet::storage
