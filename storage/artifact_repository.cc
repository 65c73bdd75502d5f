#include "storage/artifact_repository.h"

#include <string>

#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

internal::v1::Artifact ArtifactFromRow(const pqxx::row& row) {
  internal::v1::Artifact artifact;
  artifact.set_id(row[0].c_str());
  artifact.set_kind(row[1].c_str());
  artifact.set_schema_version(row[2].as<int>());
  *artifact.mutable_created_at() = TimestampFromMicros(row[3].as<int64_t>());
  artifact.set_size(row[4].as<int64_t>());
  artifact.set_sha256(BytesFromSql(row[5].c_str()));
  return artifact;
}

}  // namespace

absl::StatusOr<internal::v1::ListArtifactsResponse> ArtifactRepository::List(
    const CallContext& call,
    const internal::v1::ListArtifactsRequest& request) {
  const auto size = PageSize(request.page_size(), 20, 100);
  if (!size.ok()) return size.status();
  absl::Status valid = ToStatus(CheckText("kind", request.kind(), 0, 100));
  if (!valid.ok()) return valid;
  const std::string scope = "artifacts " + request.kind();
  auto key = OpenKeyset(*tokens_, scope, request.page_token(), 2);
  if (!key.ok()) return key.status();
  if (key->empty()) *key = {"infinity", ""};
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListArtifactsResponse> {
        internal::v1::ListArtifactsResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_artifacts", request.kind(), (*key)[0],
                                  (*key)[1], *size + 1)) {
          if (response.artifacts_size() == *size) {
            const auto& last = response.artifacts(*size - 1);
            response.set_next_page_token(
                SealKeyset(*tokens_, scope,
                           {SqlTime(TimeOf(last.created_at())), last.id()}));
            break;
          }
          *response.add_artifacts() = ArtifactFromRow(row);
        }
        return response;
      });
}

}  // namespace broadsheet::storage
