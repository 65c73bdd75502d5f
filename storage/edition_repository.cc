#include "storage/edition_repository.h"

#include <optional>
#include <string>

#include "common/errors.h"
#include "google/protobuf/util/message_differencer.h"
#include "storage/change_log.h"
#include "storage/edition_rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

struct StoredEdition {
  v1::Edition edition;
  int64_t revision = 0;
  bool deleted = true;
};

v1::Edition EditionFrom(const char* record) {
  v1::Edition edition;
  if (!edition.ParseFromString(BytesFromSql(record))) edition.Clear();
  return edition;
}

// Revision 0 and deleted when there never was one.
StoredEdition ReadEdition(Transaction& tx, const std::string& name) {
  StoredEdition stored;
  for (const auto& row : tx.sql.exec_prepared("read_edition", name)) {
    stored.edition = EditionFrom(row[0].c_str());
    stored.revision = row[1].as<int64_t>();
    stored.deleted = *row[2].c_str() == 't';
  }
  return stored;
}

absl::Status Changed() {
  return MakeError(absl::StatusCode::kAborted, "REVISION_CHANGED",
                   "the edition was changed meanwhile; read it again");
}

// Writes the row and its change. False when another transaction was first.
bool WriteEdition(Transaction& tx, const v1::Edition& edition, bool deleted) {
  const auto rows =
      tx.sql.exec_prepared("put_edition", edition.name(), edition.revision(),
                           deleted, BytesToSql(edition.SerializeAsString()));
  if (rows.empty()) return false;
  v1::EditionRow row;
  *row.mutable_edition() = edition;
  row.set_deleted(deleted);
  ChangeLog log;
  log.Add(std::move(row));
  log.Append(tx);
  return true;
}

bool Same(const v1::Edition& a, const v1::Edition& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

absl::StatusOr<v1::PutEditionResponse> PutIn(Transaction& tx,
                                             v1::Edition edition) {
  const StoredEdition stored = ReadEdition(tx, edition.name());
  const int64_t live = stored.deleted ? 0 : stored.revision;
  if (edition.revision() != 0 && edition.revision() != live) return Changed();
  v1::PutEditionResponse response;
  edition.set_revision(stored.revision);
  const bool same = !stored.deleted && Same(edition, stored.edition);
  if (!same) {
    if (stored.deleted &&
        tx.sql.exec_prepared("count_editions")[0][0].as<int>() >=
            kMaxEditions) {
      return MakeError(absl::StatusCode::kResourceExhausted,
                       "TOO_MANY_EDITIONS", "there are 200 editions already");
    }
    edition.set_revision(stored.revision + 1);
    if (!WriteEdition(tx, edition, /*deleted=*/false)) return Changed();
  }
  *response.mutable_edition() = std::move(edition);
  *response.mutable_position() = WritePosition(tx, same);
  return response;
}

}  // namespace

absl::StatusOr<v1::ListEditionsResponse> EditionRepository::List(
    const CallContext& call, const v1::ListEditionsRequest&) {
  return database_->Read(
      call, [](Transaction& tx) -> absl::StatusOr<v1::ListEditionsResponse> {
        v1::ListEditionsResponse response;
        for (const auto& row : tx.sql.exec_prepared("list_editions")) {
          *response.add_editions() = EditionFrom(row[0].c_str());
        }
        return response;
      });
}

absl::StatusOr<v1::GetEditionResponse> EditionRepository::Get(
    const CallContext& call, const v1::GetEditionRequest& request) {
  absl::Status valid = ToStatus(CheckEditionName("name", request.name()));
  if (!valid.ok()) return valid;
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<v1::GetEditionResponse> {
        StoredEdition stored = ReadEdition(tx, request.name());
        if (stored.deleted) {
          return MakeError(absl::StatusCode::kNotFound, "EDITION_UNKNOWN",
                           "there is no edition " + request.name());
        }
        v1::GetEditionResponse response;
        *response.mutable_edition() = std::move(stored.edition);
        return response;
      });
}

absl::StatusOr<v1::PutEditionResponse> EditionRepository::Put(
    const CallContext& call, const v1::PutEditionRequest& request) {
  absl::Status valid = ToStatus(CheckEdition(request.edition()));
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) { return PutIn(tx, request.edition()); });
}

absl::StatusOr<v1::DeleteEditionResponse> EditionRepository::Delete(
    const CallContext& call, const v1::DeleteEditionRequest& request) {
  absl::Status valid = ToStatus(CheckEditionName("name", request.name()));
  if (!valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<v1::DeleteEditionResponse> {
        const StoredEdition stored = ReadEdition(tx, request.name());
        v1::DeleteEditionResponse response;
        if (!stored.deleted) {
          v1::Edition gone;
          gone.set_name(request.name());
          gone.set_revision(stored.revision + 1);
          if (!WriteEdition(tx, gone, /*deleted=*/true)) return Changed();
          response.set_deleted(true);
        }
        *response.mutable_position() = WritePosition(tx, stored.deleted);
        return response;
      });
}

}  // namespace broadsheet::storage
