#include "storage/statements.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/account_statements.h"
#include "storage/artifact_statements.h"
#include "storage/comment_statements.h"
#include "storage/mail_statements.h"
#include "storage/records.h"
#include "storage/retention_statements.h"
#include "storage/vector_statements.h"

namespace broadsheet::storage {
namespace {

void AddTransactions(std::vector<Statement>* to) {
  to->push_back({"write_position",
                 "select epoch, pg_current_xact_id_if_assigned()::text, "
                 "pg_snapshot_xmax(pg_current_snapshot())::text "
                 "from feed_state"});
  to->push_back({"read_position",
                 "select epoch, pg_snapshot_xmin(pg_current_snapshot())::text "
                 "from feed_state"});
  to->push_back({"transaction_state", "select pg_xact_status($1::text::xid8)"});
  to->push_back({"take_number", "select pg_current_xact_id()::text"});
  to->push_back({"first_change",
                 "select payload from changes "
                 "where xid = $1::text::xid8 and ordinal = 0"});
}

void AddFeed(std::vector<Statement>* to) {
  to->push_back({"append_changes",
                 "insert into changes (ordinal, payload, reader_id) "
                 "select unnest($1::integer[]), unnest($2::bytea[]), "
                 "nullif(unnest($3::text[]), '')"});
  to->push_back({"feed_horizon",
                 "select pg_snapshot_xmin(pg_current_snapshot())::text, "
                 "pg_snapshot_xmax(pg_current_snapshot())::text"});
  to->push_back({"log_end", "select pg_current_wal_insert_lsn()::text"});
  to->push_back({"log_is_flushed",
                 "select pg_current_wal_flush_lsn() >= $1::text::pg_lsn"});
  to->push_back(
      {"flush_log", "select pg_logical_emit_message(true, 'broadsheet', '')"});
  // A plain "order by xid" would mean the column of the answer, a text in which
  // 1000 comes before 999.
  to->push_back({"feed_page",
                 "select xid::text, ordinal, encode(payload, 'escape') "
                 "from changes c "
                 "where (c.xid, c.ordinal) > ($1::text::xid8, $2::integer) "
                 "and c.xid < $3::text::xid8 "
                 "and c.xid <> all($5::text[]::xid8[]) "
                 "order by c.xid, c.ordinal limit $4"});
  to->push_back({"feed_state",
                 "select epoch, origin, trimmed_below::text from feed_state"});
}

void AddPapers(std::vector<Statement>* to) {
  const std::string columns = kPaperColumns;
  to->push_back({"read_papers", absl::StrCat("select ", columns,
                                             " from papers where id = any"
                                             "($1::text[])")});
  to->push_back({"known_papers",
                 "select id, merged_into from papers "
                 "where id = any($1::text[])"});
  to->push_back({"read_stored", absl::StrCat("select ", columns,
                                             ", precedence from papers "
                                             "where id = any($1::text[])")});
  to->push_back(
      {"upsert_papers",
       "insert into papers (id, title, abstract, authors, categories, comment, "
       "published, announced, updated, doi, journal_ref, license, source, "
       "withdrawn, bare, revision, first_seen, merged_into, details, "
       "precedence, author_keys) "
       // All arrays side by side in one step: "from unnest(...)" would first
       // write each of them to a store of its own.
       "select id, title, abstract, authors::text[], categories::text[], "
       "comment, published, announced, updated, doi, journal_ref, license, "
       "source, withdrawn, bare, revision, first_seen, merged_into, details, "
       "precedence, author_keys::integer[] from (select unnest($1::text[]) as"
       " id, unnest($2::text[]) as title, unnest($3::text[]) as abstract, "
       "unnest($4::text[]) as authors, unnest($5::text[]) as categories, "
       "unnest($6::text[]) as comment, unnest($7::date[]) as published, "
       "unnest($8::date[]) as announced, unnest($9::date[]) as updated, "
       "unnest($10::text[]) as doi, unnest($11::text[]) as journal_ref, "
       "unnest($12::text[]) as license, unnest($13::text[]) as source, "
       "unnest($14::boolean[]) as withdrawn, unnest($15::boolean[]) as bare, "
       "unnest($16::bigint[]) as revision, unnest($17::timestamptz[]) as "
       "first_seen, unnest($18::text[]) as merged_into, unnest($19::bytea[]) "
       "as details, unnest($20::bytea[]) as precedence, unnest($21::text[]) "
       "as author_keys) as t "
       "order by id collate \"C\" "
       "on conflict (id) do update set title = excluded.title, "
       "abstract = excluded.abstract, authors = excluded.authors, "
       "categories = excluded.categories, comment = excluded.comment, "
       "published = excluded.published, announced = excluded.announced, "
       "updated = excluded.updated, doi = excluded.doi, "
       "journal_ref = excluded.journal_ref, license = excluded.license, "
       "source = excluded.source, withdrawn = excluded.withdrawn, "
       "bare = excluded.bare, revision = excluded.revision, "
       "merged_into = excluded.merged_into, details = excluded.details, "
       "precedence = excluded.precedence, "
       "author_keys = excluded.author_keys "
       // Else another transaction has changed the row since it was read.
       "where papers.revision = excluded.revision - 1 returning id"});
  to->push_back({"papers_written",
                 "select n_tup_ins + n_tup_upd - n_tup_hot_upd "
                 "from pg_stat_user_tables where relid = 'papers'::regclass"});
  to->push_back({"merge_author_keys",
                 "select gin_clean_pending_list('papers_author_keys')"});
  to->push_back({"merge_categories",
                 "select gin_clean_pending_list('papers_categories')"});
  to->push_back({"summarize_changes",
                 "select brin_summarize_new_values('changes_reader')"});
  to->push_back({"set_withdrawn",
                 absl::StrCat("update papers set withdrawn = $2, "
                              "revision = revision + 1 "
                              "where id = $1 and withdrawn <> $2 "
                              // What is another paper does not come back.
                              "and (merged_into = '' or $2) returning ",
                              columns)});
  // The papers exist; the upsert is here for its order of locking, which an
  // update does not have.
  to->push_back(
      {"count_votes",
       absl::StrCat("insert into papers (id, upvotes) "
                    "select id, delta from unnest($1::text[], $2::bigint[]) "
                    "as t (id, delta) order by id collate \"C\" "
                    "on conflict (id) do update set "
                    "upvotes = papers.upvotes + excluded.upvotes, "
                    "revision = papers.revision + 1 returning ",
                    columns)});
}

void AddAliases(std::vector<Statement>* to) {
  to->push_back({"read_aliases",
                 "select alias, paper_id from aliases "
                 "where alias = any($1::text[])"});
  to->push_back({"drop_aliases",
                 "delete from aliases where (alias, paper_id) in "
                 "(select * from unnest($1::text[], $2::text[]))"});
  to->push_back({"add_aliases",
                 "insert into aliases (alias, paper_id) "
                 "select alias, paper_id from unnest($1::text[], $2::text[]) "
                 "as t (alias, paper_id) order by alias collate \"C\" "
                 "on conflict do nothing returning alias"});
}

// What was found to be another paper, and what moves there with it.
void AddAbsorptions(std::vector<Statement>* to) {
  to->push_back({"add_absorptions",
                 "insert into absorptions (paper_id, into_id) "
                 "select paper_id, into_id from unnest($1::text[], $2::text[]) "
                 "as t (paper_id, into_id) order by paper_id collate \"C\" "
                 "on conflict (paper_id) do update set "
                 "into_id = excluded.into_id"});
  to->push_back({"list_absorptions",
                 "select paper_id, into_id from absorptions "
                 "order by paper_id limit $1"});
  to->push_back({"forget_absorption",
                 "delete from absorptions "
                 "where paper_id = $1 and into_id = $2"});
  to->push_back({"absorbed_papers",
                 "select id, merged_into from papers where merged_into <> '' "
                 "and merged_into = any($1::text[])"});
  // Answers how many standings it took, how many votes left, and by how much
  // the votes grow where they arrive.
  to->push_back(
      {"move_standings",
       "with gone as (delete from standings s using "
       "(select reader_id, aspect from standings where subject = $1 "
       "and aspect <> 6 order by reader_id, aspect limit $3) as old "
       "where s.reader_id = old.reader_id and s.aspect = old.aspect "
       "and s.subject = $1 returning s.reader_id, s.aspect, s.is_on, s.at, "
       "s.event_id, s.folder), moved as (insert into standings as s "
       "(reader_id, aspect, subject, is_on, was_on, at, event_id, folder) "
       "select reader_id, aspect, $2, is_on, false, at, event_id, folder "
       "from gone "
       "order by reader_id collate \"C\", aspect "
       "on conflict (reader_id, aspect, subject) do update set "
       "was_on = s.is_on, is_on = excluded.is_on, at = excluded.at, "
       "event_id = excluded.event_id, folder = excluded.folder where "
       "(excluded.at, excluded.event_id) > (s.at, s.event_id) "
       "returning aspect, is_on::integer - was_on::integer as delta) "
       "select (select count(*) from gone), "
       "(select count(*) from gone where aspect = 1 and is_on), "
       "(select coalesce(sum(delta), 0) from moved where aspect = 1)"});
  to->push_back({"submissions_of_paper",
                 absl::StrCat("select ", kSubmissionColumns,
                              " from submissions s where s.paper_id = $1")});
  to->push_back(
      {"take_submissions", absl::StrCat("delete from submissions s "
                                        "where s.paper_id = $1 returning ",
                                        kSubmissionColumns)});
  to->push_back(
      {"move_retractions",
       "with gone as (delete from retractions where paper_id = $1 returning "
       "reader_id, request_id, day, by_editor, at) insert into retractions "
       "(paper_id, reader_id, request_id, day, by_editor, at) select $2, "
       "reader_id, request_id, day, by_editor, at from gone "
       "on conflict do nothing"});
}

void AddDeadLetters(std::vector<Statement>* to) {
  const std::string columns =
      "id, source, file_name, record, paper_id, field, rule, excerpt, format, "
      "ids_only, complete, event, ";
  const std::string selected = absl::StrCat(
      "select ", columns, "(extract(epoch from at) * 1000000)::bigint ");
  to->push_back(
      {"add_dead_letters",
       absl::StrCat("insert into dead_letters (", columns, "at) select ",
                    columns,
                    "at::timestamptz from unnest($1::text[], $2::text[], "
                    "$3::text[], $4::bigint[], $5::text[], $6::text[], "
                    "$7::text[], $8::text[], $9::integer[], $10::boolean[], "
                    "$11::boolean[], $12::boolean[], $13::text[]) as t (",
                    columns,
                    "at) order by id collate \"C\" "
                    "on conflict (id) do nothing")});
  to->push_back(
      {"list_dead_letters",
       absl::StrCat(selected,
                    "from dead_letters where ($1::text = '' or source = $1) "
                    "and at <= $2::timestamptz and (at < $2::timestamptz or "
                    "id > $3) order by at desc, id limit $4")});
  to->push_back({"read_dead_letters",
                 absl::StrCat(selected,
                              "from dead_letters where id = any($1::text[]) "
                              "order by dead_letters.at desc, id")});
  to->push_back({"delete_dead_letters",
                 "delete from dead_letters where id = any($1::text[])"});
}

void AddEvents(std::vector<Statement>* to) {
  const std::string columns =
      "reader_id, event_id, paper_id, kind, at, target, value, list, position, "
      "arm, model, request";
  to->push_back(
      {"append_events",
       absl::StrCat(
           "with arrived as (select * from unnest($1::text[], $2::text[], "
           "$3::text[], $4::smallint[], $5::timestamptz[], $6::text[], "
           "$7::double precision[], $8::text[], $9::integer[], $10::text[], "
           "$11::text[], $12::text[]) as t (",
           columns,
           ")), made as (insert into readers (reader_id, created_at) "
           "select distinct on (reader_id collate \"C\") reader_id, "
           "$13::timestamptz from arrived order by reader_id collate \"C\" "
           "on conflict do nothing) "
           "insert into events (",
           columns, ") select ", columns,
           " from arrived order by reader_id collate \"C\", "
           "event_id collate \"C\" on conflict do nothing "
           "returning reader_id, event_id")});
  // Returns the change of each standing, -1, 0 or 1. Papers once seen stay so.
  to->push_back(
      {"set_standings",
       "insert into standings as s (reader_id, aspect, subject, is_on, was_on, "
       "at, event_id, folder) select reader_id, aspect, subject, is_on, false, "
       "at, event_id, folder from unnest($1::text[], $2::smallint[], "
       "$3::text[], $4::boolean[], $5::timestamptz[], $6::text[], $7::text[]) "
       "as t (reader_id, aspect, subject, is_on, at, event_id, folder) order "
       "by reader_id collate \"C\", "
       "aspect, subject collate \"C\" "
       "on conflict (reader_id, aspect, subject) do update set "
       "was_on = s.is_on, is_on = excluded.is_on, at = excluded.at, "
       "event_id = excluded.event_id, folder = excluded.folder "
       "where excluded.aspect <> 6 and "
       "(excluded.at, excluded.event_id) > (s.at, s.event_id) "
       "returning aspect, subject, is_on::integer - was_on::integer"});
}

void AddReaders(std::vector<Statement>* to) {
  to->push_back({"make_reader",
                 "insert into readers (reader_id, created_at) "
                 "values ($1, $2) on conflict do nothing"});
  to->push_back({"read_standings",
                 "select subject, aspect from standings where reader_id = $1 "
                 "and aspect in (1, 2, 3, 4, 6) "
                 "and subject = any($2::text[]) and is_on"});
  to->push_back(
      {"list_library",
       absl::StrCat("select (extract(epoch from s.at) * 1000000)::bigint, ",
                    kPaperColumns,
                    ", folder from standings s join papers on id = s.subject "
                    "where s.reader_id = $1 and s.aspect = 2 and s.is_on "
                    "and s.at <= $2::timestamptz and (s.at < $2::timestamptz "
                    "or s.subject > $3) and not withdrawn "
                    "and ($5 = '' or folder = "
                    "case when $5 = '/' then '' else $5 end) "
                    "order by s.at desc, s.subject limit $4")});
  to->push_back(
      {"list_dismissed",
       absl::StrCat("select (extract(epoch from s.at) * 1000000)::bigint, ",
                    kPaperColumns,
                    ", s.hidden, s.disliked from (select subject, max(at) as "
                    "at, bool_or(aspect = 4) as hidden, bool_or(aspect = 3) "
                    "as disliked from standings where reader_id = $1 "
                    "and aspect in (3, 4) and is_on group by subject) s "
                    "join papers on id = s.subject "
                    "where s.at <= $2::timestamptz and (s.at < $2::timestamptz "
                    "or s.subject > $3) and not withdrawn "
                    "order by s.at desc, s.subject limit $4")});
  to->push_back({"list_folders",
                 "select folder, count(*) from standings "
                 "join papers on id = subject where reader_id = $1 "
                 "and aspect = 2 and is_on and not withdrawn "
                 "group by folder order by folder limit $2"});
  to->push_back({"list_follows",
                 "select subject, (extract(epoch from at) * 1000000)::bigint "
                 "from standings where reader_id = $1 and aspect = 5 and is_on "
                 "order by subject limit $2"});
}

void AddSubmissions(std::vector<Statement>* to) {
  // A lock of a row is waited for without a number: the transaction that gets
  // it has a higher one than those before, and holds back no horizon.
  to->push_back(
      {"lock_paper", "select from papers where id = $1 for no key update"});
  to->push_back({"claim_request",
                 "insert into submission_requests (submitter, request_id, "
                 "paper_id, day) values ($1, $2, $3, $4) "
                 "on conflict do nothing"});
  to->push_back({"read_request",
                 "select paper_id, day from submission_requests "
                 "where submitter = $1 and request_id = $2"});
  to->push_back({"submit_paper",
                 "insert into submissions (paper_id, day, submitter, at, "
                 "score, automatic) values ($1, $2, $3, $4, $5, $6) "
                 "on conflict do nothing returning paper_id"});
  to->push_back({"read_submission",
                 absl::StrCat("select ", kSubmissionColumns,
                              " from submissions s "
                              "where s.paper_id = $1 and s.day = $2")});
  to->push_back({"submitted_before",
                 "select exists (select from submissions "
                 "where paper_id = $1 and day < $2::date)"});
  to->push_back({"retracted_by_editor",
                 "select exists (select from retractions where paper_id = $1 "
                 "and day = $2::date and by_editor)"});
  to->push_back({"submitted_by_day",
                 "select count(*) from submissions "
                 "where submitter = $1 and day = $2::date"});
  to->push_back({"mark_submitted",
                 absl::StrCat("update papers set submitted_at = $2, "
                              "submitted_by = $3, revision = revision + 1 "
                              "where id = $1 and submitted_at is null "
                              "returning ",
                              kPaperColumns)});
}

void AddRetractions(std::vector<Statement>* to) {
  to->push_back({"claim_retraction",
                 "insert into retractions (paper_id, reader_id, request_id, "
                 "day, by_editor, at) values ($1, $2, $3, $4, $5, $6) "
                 "on conflict do nothing"});
  to->push_back({"voted_by_others",
                 "select exists (select from standings where subject = $1 "
                 "and aspect = 1 and is_on and reader_id <> $2)"});
  to->push_back({"retract_submission",
                 absl::StrCat("delete from submissions s "
                              "where s.paper_id = $1 and s.day = $2 "
                              "and s.submitter = $3 returning ",
                              kSubmissionColumns)});
  // From the earliest submission that is left.
  to->push_back({"remark_submitted",
                 absl::StrCat("update papers p set submitted_at = first.at, "
                              "submitted_by = coalesce(first.submitter, ''), "
                              "revision = revision + 1 "
                              "from (select 1) as one left join lateral "
                              "(select at, submitter from submissions "
                              "where paper_id = $1 order by at, day limit 1) "
                              "as first on true where id = $1 and "
                              "(submitted_at, submitted_by) is distinct from "
                              "(first.at, coalesce(first.submitter, '')) "
                              "returning ",
                              kPaperColumns)});
}

void AddCoordination(std::vector<Statement>* to) {
  to->push_back({"acquire_lease",
                 "insert into leases (name, owner, fence, expires_at) "
                 "values ($1, $2, 1, $3) on conflict (name) do update set "
                 "owner = excluded.owner, expires_at = excluded.expires_at, "
                 "fence = leases.fence + "
                 "case when leases.owner = excluded.owner then 0 else 1 end "
                 "where leases.owner = excluded.owner "
                 "or leases.expires_at <= $4::timestamptz returning fence"});
  to->push_back({"release_lease",
                 "update leases set owner = '', expires_at = $3 "
                 "where name = $1 and owner = $2"});
  to->push_back({"read_setting", "select value from settings where name = $1"});
}

void AddCheckpoints(std::vector<Statement>* to) {
  const std::string columns =
      "name, value, revision, "
      "(extract(epoch from changed_at) * 1000000)::bigint";
  to->push_back({"get_checkpoint", absl::StrCat("select ", columns,
                                                " from checkpoints "
                                                "where name = $1")});
  to->push_back({"list_checkpoints",
                 absl::StrCat("select ", columns,
                              " from checkpoints "
                              "where name >= $1 and starts_with(name, $1) "
                              "and length(value) <= $2 "
                              "order by name limit $3")});
  to->push_back({"make_checkpoint",
                 "insert into checkpoints (name, value, revision, changed_at) "
                 "values ($1, $2::bytea, 1, $3::timestamptz) "
                 "on conflict do nothing returning revision"});
  to->push_back({"move_checkpoint",
                 "update checkpoints set value = $2::bytea, "
                 "revision = revision + 1, changed_at = $3::timestamptz "
                 "where name = $1 and revision = $4 returning revision"});
  to->push_back(
      {"delete_checkpoint", "delete from checkpoints where name = $1"});
}

void AddStatus(std::vector<Statement>* to) {
  to->push_back(
      {"catalogue_status",
       "select (select count(*) from papers), "
       "(select count(*) from papers where withdrawn), "
       "(select count(*) from readers), (select count(*) from events), "
       "(select count(*) from submissions), "
       "(select count(*) from dead_letters), (select count(*) from changes), "
       "(select coalesce(max(announced), '-infinity') from papers "
       " where not withdrawn), "
       "(select coalesce(max(day), '-infinity') from submissions "
       " join papers on id = paper_id where not withdrawn)"});
}

}  // namespace

std::vector<Statement> AllStatements() {
  std::vector<Statement> all;
  AddTransactions(&all);
  AddFeed(&all);
  AddFeedRetention(&all);
  AddPapers(&all);
  AddAliases(&all);
  AddAbsorptions(&all);
  AddDeadLetters(&all);
  AddEvents(&all);
  AddReaders(&all);
  AddErasure(&all);
  AddSubmissions(&all);
  AddRetractions(&all);
  AddAccounts(&all);
  AddComments(&all);
  AddCoordination(&all);
  AddArtifacts(&all);
  AddEditions(&all);
  AddVectors(&all);
  AddCheckpoints(&all);
  AddMail(&all);
  AddStatus(&all);
  return all;
}

}  // namespace broadsheet::storage
