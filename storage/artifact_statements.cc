#include "storage/artifact_statements.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace broadsheet::storage {

const char kArtifactColumns[] =
    "id, kind, schema_version, "
    "(extract(epoch from created_at) * 1000000)::bigint, size, sha256, "
    "(extract(epoch from promoted_at) * 1000000)::bigint, details, complete";

namespace {

void AddUploads(std::vector<Statement>* to) {
  to->push_back({"claim_artifact_request",
                 "insert into artifact_requests (request_id, artifact_id) "
                 "values ($1, $2) on conflict do nothing"});
  to->push_back({"read_artifact_request",
                 "select artifact_id from artifact_requests "
                 "where request_id = $1"});
  to->push_back({"forget_artifact_requests",
                 "delete from artifact_requests where artifact_id = $1"});
  to->push_back({"begin_artifact",
                 "insert into artifacts (id, kind, schema_version, created_at, "
                 "size, sha256, details, touched_at) values ($1, $2, $3, "
                 "$4::timestamptz, $5, $6::bytea, $7::bytea, $4::timestamptz) "
                 "on conflict do nothing"});
  to->push_back({"touch_artifact",
                 "update artifacts set touched_at = $2::timestamptz "
                 "where id = $1 and not complete "
                 "and touched_at > '-infinity' returning size"});
  to->push_back({"add_artifact_chunk",
                 "insert into artifact_chunks (artifact_id, number, data) "
                 "values ($1, $2, $3::bytea) on conflict do nothing"});
  to->push_back({"read_artifact_chunk",
                 "select data from artifact_chunks "
                 "where artifact_id = $1 and number = $2"});
  to->push_back({"complete_artifact",
                 "update artifacts set complete = true where id = $1 "
                 "and touched_at > '-infinity'"});
  // Nobody sees it any more: its chunks can go.
  to->push_back({"give_up_artifact",
                 "update artifacts set complete = false, promoted_at = null, "
                 "touched_at = '-infinity' where id = $1"});
  to->push_back(
      {"erased_at", "select erased_at::text, epoch from feed_state for share"});
  to->push_back({"note_erasure",
                 "update feed_state set erased_at = pg_current_xact_id()"});
  to->push_back({"hide_segments",
                 "update artifacts set complete = false, promoted_at = null, "
                 "touched_at = '-infinity' where kind = 'segment'"});
  to->push_back({"hidden_segments",
                 "select id from artifacts where kind = 'segment' "
                 "and touched_at = '-infinity'"});
  to->push_back({"given_up_artifacts",
                 "select id from artifacts where not complete "
                 "and touched_at < $1::timestamptz order by id limit 100"});
  to->push_back({"delete_artifact_chunks",
                 "delete from artifact_chunks where artifact_id = $1 "
                 "and number >= $2 and number < $3"});
  to->push_back({"delete_artifact",
                 "delete from artifacts where id = $1 and not complete"});
}

void AddPromotions(std::vector<Statement>* to) {
  to->push_back(
      {"promote_artifact",
       "insert into promotions as p (kind, artifact_id, promoted_at) "
       "values ($1, $2, $3::timestamptz) on conflict (kind) do update set "
       "artifact_id = excluded.artifact_id, promoted_at = "
       "greatest(excluded.promoted_at, "
       "p.promoted_at + interval '1 microsecond') "
       "where p.artifact_id <> excluded.artifact_id "
       "returning (extract(epoch from promoted_at) * 1000000)::bigint"});
  to->push_back({"mark_promoted",
                 "update artifacts set promoted_at = $2::timestamptz "
                 "where id = $1"});
  to->push_back({"promoted_of_kind",
                 "select artifact_id from promotions where kind = $1"});
  // The one before the one in use.
  to->push_back({"promoted_before",
                 "select id from artifacts where kind = $1 and complete "
                 "and id <> $2 and promoted_at is not null "
                 "order by promoted_at desc, id limit 1"});
  to->push_back({"unmark_promoted",
                 "update artifacts set promoted_at = null where id = $1"});
  to->push_back(
      {"old_artifacts",
       "select id from artifacts a where kind = $1 and complete "
       "and id not in (select artifact_id from promotions) "
       "and id not in (select id from artifacts where kind = $1 and complete "
       "order by created_at desc, id limit $2) "
       "and id not in (select id from artifacts where kind = $1 and complete "
       "and promoted_at is not null order by promoted_at desc, id "
       "limit $2 + 1) order by id limit 100"});
}

}  // namespace

void AddArtifacts(std::vector<Statement>* to) {
  AddUploads(to);
  AddPromotions(to);
  to->push_back({"read_artifact", absl::StrCat("select ", kArtifactColumns,
                                               " from artifacts "
                                               "where id = $1")});
  to->push_back(
      {"list_artifacts",
       absl::StrCat("select ", kArtifactColumns,
                    " from artifacts where complete "
                    "and ($1::text = '' or kind = $1) "
                    "and created_at <= $2::timestamptz and (created_at < "
                    "$2::timestamptz or id > $3) "
                    "order by artifacts.created_at desc, id limit $4")});
}

void AddEditions(std::vector<Statement>* to) {
  to->push_back({"read_edition",
                 "select record, revision, deleted from editions "
                 "where name = $1"});
  to->push_back({"list_editions",
                 "select record from editions where not deleted "
                 "order by name"});
  to->push_back(
      {"count_editions", "select count(*) from editions where not deleted"});
  // Loses against another transaction that has changed the row since it was
  // read; then nothing is returned.
  to->push_back({"put_edition",
                 "insert into editions (name, revision, deleted, record) "
                 "values ($1, $2, $3, $4::bytea) on conflict (name) do update "
                 "set revision = excluded.revision, "
                 "deleted = excluded.deleted, record = excluded.record "
                 "where editions.revision = excluded.revision - 1 "
                 "returning revision"});
}

}  // namespace broadsheet::storage
