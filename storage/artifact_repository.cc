#include "storage/artifact_repository.h"

#include <sodium.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/artifact_deletion.h"
#include "storage/artifact_records.h"
#include "storage/keyset.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::Artifact;

constexpr int64_t kMaxBytes = int64_t{64} << 30;
constexpr int kMaxMetrics = 50;
constexpr absl::Duration kGivenUp = absl::Hours(1);

absl::Status CheckKind(const std::string& kind, const char* field) {
  if (kind == "model" || kind == "segment") return absl::OkStatus();
  return InvalidField(field, "is neither \"model\" nor \"segment\"");
}

absl::Status CheckMetrics(const Artifact& artifact) {
  absl::Status count = artifact.metrics_size() == 0
                           ? absl::OkStatus()
                           : CheckCount("artifact.metrics",
                                        artifact.metrics_size(), kMaxMetrics);
  if (!count.ok()) return count;
  for (const auto& metric : artifact.metrics()) {
    absl::Status name =
        ToStatus(CheckText("artifact.metrics.name", metric.name(), 1, 100));
    if (!name.ok()) return name;
    if (!std::isfinite(metric.value()) || !std::isfinite(metric.low()) ||
        !std::isfinite(metric.high())) {
      return InvalidField("artifact.metrics.value", "is not a finite number");
    }
  }
  return absl::OkStatus();
}

absl::Status Check(const internal::v1::BeginArtifactRequest& request) {
  const Artifact& artifact = request.artifact();
  absl::Status kind = CheckKind(artifact.kind(), "artifact.kind");
  if (!kind.ok()) return kind;
  for (const Violation& violation :
       {CheckText("request_id", request.request_id(), 1, 100),
        CheckText("artifact.note", artifact.note(), 0, 1000),
        CheckText("artifact.position.epoch", artifact.position().epoch(), 0,
                  100)}) {
    if (violation) return ToStatus(violation);
  }
  if (artifact.size() < 1 || artifact.size() > kMaxBytes) {
    return InvalidField("artifact.size", "is not between 1 byte and 64 GiB");
  }
  if (artifact.sha256().size() != crypto_hash_sha256_BYTES) {
    return InvalidField("artifact.sha256", "has not 32 bytes");
  }
  return CheckMetrics(artifact);
}

// A reader who was erased after the segment's position is still inside. The row
// is locked, so that no erasure comes between this look and the commit.
absl::Status CheckForgot(Transaction& tx, const Artifact& segment) {
  const auto row = tx.sql.exec_prepared("erased_at")[0];
  const std::string epoch = row[1].c_str();
  const v1::Position& position = segment.position();
  const bool same = position.epoch().empty() || position.epoch() == epoch;
  if (same && position.commit() > row[0].as<uint64_t>()) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "READER_ERASED",
                   "a reader was erased after the segment was made, or it is "
                   "of another history");
}

// Sorts by time; of two at the same microsecond the request tells them apart.
std::string MakeId(absl::Time now, const std::string& request_id) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash,
                     reinterpret_cast<const unsigned char*>(request_id.data()),
                     request_id.size());
  return absl::StrCat(
      absl::FormatTime("%Y%m%dT%H%M%S", now, absl::UTCTimeZone()), "-",
      absl::Hex(absl::ToUnixMicros(now) % 1'000'000, absl::kZeroPad5),
      absl::Hex(hash[0] << 8 | hash[1], absl::kZeroPad4));
}

// What the columns of the table do not say.
std::string DetailsOf(const Artifact& artifact) {
  Artifact details;
  *details.mutable_position() = artifact.position();
  *details.mutable_metrics() = artifact.metrics();
  details.set_note(artifact.note());
  return details.SerializeAsString();
}

int64_t ChunkLength(int64_t size, int64_t offset) {
  return std::min(kArtifactChunkBytes, size - offset);
}

// Of the last chunk alone the length differs.
absl::Status CheckChunk(const internal::v1::WriteArtifactRequest& request,
                        int64_t size) {
  if (request.offset() < 0 || request.offset() >= size ||
      request.offset() % kArtifactChunkBytes != 0) {
    return InvalidField("offset", "is not where a chunk begins");
  }
  if (static_cast<int64_t>(request.data().size()) !=
      ChunkLength(size, request.offset())) {
    return InvalidField("data", "has not the length of that chunk");
  }
  return absl::OkStatus();
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

absl::StatusOr<internal::v1::BeginArtifactResponse> ArtifactRepository::Begin(
    const CallContext& call,
    const internal::v1::BeginArtifactRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  const Artifact& artifact = request.artifact();
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::BeginArtifactResponse> {
        const absl::Time now = clock_->Now();
        const std::string made = MakeId(now, request.request_id());
        const std::string id =
            ClaimArtifactRequest(tx, "begin/" + request.request_id(), made);
        if (id == made) {
          tx.sql.exec_prepared("begin_artifact", id, artifact.kind(),
                               artifact.schema_version(), SqlTime(now),
                               artifact.size(), BytesToSql(artifact.sha256()),
                               BytesToSql(DetailsOf(artifact)));
        }
        const auto stored = ReadArtifact(tx, id);
        if (!stored) return ArtifactUnknown(id);
        if (stored->artifact.sha256() != artifact.sha256()) {
          return InvalidField("request_id", "was used for another artifact");
        }
        internal::v1::BeginArtifactResponse response;
        *response.mutable_artifact() = stored->artifact;
        response.set_complete(stored->complete);
        response.set_chunk_bytes(kArtifactChunkBytes);
        return response;
      });
}

absl::StatusOr<internal::v1::WriteArtifactResponse> ArtifactRepository::Write(
    const CallContext& call,
    const internal::v1::WriteArtifactRequest& request) {
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::WriteArtifactResponse> {
        const auto rows = tx.sql.exec_prepared(
            "touch_artifact", request.artifact_id(), SqlTime(clock_->Now()));
        if (rows.empty()) return ArtifactUnknown(request.artifact_id());
        absl::Status fits = CheckChunk(request, rows[0][0].as<int64_t>());
        if (!fits.ok()) return fits;
        tx.sql.exec_prepared("add_artifact_chunk", request.artifact_id(),
                             request.offset() / kArtifactChunkBytes,
                             BytesToSql(request.data()));
        return internal::v1::WriteArtifactResponse();
      });
}

absl::StatusOr<Artifact> ArtifactRepository::Get(const CallContext& call,
                                                 const std::string& id,
                                                 bool* complete) {
  return database_->Read(call,
                         [&](Transaction& tx) -> absl::StatusOr<Artifact> {
                           const auto stored = ReadArtifact(tx, id);
                           if (!stored) return ArtifactUnknown(id);
                           *complete = stored->complete;
                           return stored->artifact;
                         });
}

absl::StatusOr<std::string> ArtifactRepository::ReadChunk(
    const CallContext& call, const std::string& id, int64_t number) {
  return database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<std::string> {
        const auto rows =
            tx.sql.exec_prepared("read_artifact_chunk", id, number);
        if (rows.empty()) {
          return MakeError(absl::StatusCode::kFailedPrecondition,
                           "CHUNK_MISSING",
                           absl::StrCat("chunk ", number, " of ", id,
                                        " is missing; write it again"));
        }
        return BytesFromSql(rows[0][0].c_str());
      });
}

absl::Status ArtifactRepository::Verify(const CallContext& call,
                                        const Artifact& artifact) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (int64_t at = 0; at < artifact.size(); at += kArtifactChunkBytes) {
    if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
    const auto data = ReadChunk(call, artifact.id(), at / kArtifactChunkBytes);
    if (!data.ok()) return data.status();
    crypto_hash_sha256_update(
        &state, reinterpret_cast<const unsigned char*>(data->data()),
        data->size());
  }
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(&state,
                           reinterpret_cast<unsigned char*>(hash.data()));
  if (hash == artifact.sha256()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kDataLoss, "BAD_CHECKSUM",
                   absl::StrCat("the bytes of ", artifact.id(),
                                " are not those of its SHA-256; send it anew"));
}

absl::StatusOr<internal::v1::FinishArtifactResponse> ArtifactRepository::Finish(
    const CallContext& call,
    const internal::v1::FinishArtifactRequest& request) {
  bool complete = false;
  auto artifact = Get(call, request.artifact_id(), &complete);
  if (!artifact.ok()) return artifact.status();
  internal::v1::FinishArtifactResponse response;
  *response.mutable_artifact() = *artifact;
  if (complete) return response;
  const absl::Status whole = Verify(call, *artifact);
  if (absl::IsDataLoss(whole)) {
    absl::Status deleted = DeleteArtifact(call, database_, artifact->id());
    if (!deleted.ok()) return deleted;
  }
  if (!whole.ok()) return whole;
  const absl::Status written = database_->RunWrite(call, [&](Transaction& tx) {
    if (artifact->kind() == "segment") {
      absl::Status forgot = CheckForgot(tx, *artifact);
      if (!forgot.ok()) return forgot;
    }
    const auto rows = tx.sql.exec_prepared("complete_artifact", artifact->id());
    return rows.affected_rows() == 1 ? absl::OkStatus()
                                     : ArtifactUnknown(artifact->id());
  });
  if (ReasonOf(written) == "READER_ERASED") {
    absl::Status deleted = DeleteArtifact(call, database_, artifact->id());
    if (!deleted.ok()) return deleted;
  }
  if (!written.ok()) return written;
  return response;
}

absl::Status ArtifactRepository::Read(
    const CallContext& call, const internal::v1::ReadArtifactRequest& request,
    const WriteBytes& write) {
  bool complete = false;
  const auto artifact = Get(call, request.artifact_id(), &complete);
  if (!artifact.ok()) return artifact.status();
  if (!complete) return ArtifactUnknown(request.artifact_id());
  if (request.offset() < 0 || request.offset() >= artifact->size()) {
    return MakeError(absl::StatusCode::kOutOfRange, "BEHIND_THE_END",
                     absl::StrCat("offset is not below ", artifact->size()));
  }
  int64_t at = request.offset();
  while (at < artifact->size()) {
    if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
    auto data = ReadChunk(call, artifact->id(), at / kArtifactChunkBytes);
    if (!data.ok()) return data.status();
    data->erase(0, at % kArtifactChunkBytes);
    if (data->empty()) return absl::DataLossError("a chunk is too short");
    at += static_cast<int64_t>(data->size());
    internal::v1::ReadArtifactResponse response;
    response.set_data(*std::move(data));
    if (!write(response)) return absl::CancelledError("nobody reads it");
  }
  return absl::OkStatus();
}

absl::StatusOr<internal::v1::DeleteArtifactsResponse>
ArtifactRepository::DeleteOld(
    const CallContext& call,
    const internal::v1::DeleteArtifactsRequest& request) {
  if (absl::Status kind = CheckKind(request.kind(), "kind"); !kind.ok()) {
    return kind;
  }
  if (request.keep() < 1 || request.keep() > 100) {
    return InvalidField("keep", "is not between 1 and 100");
  }
  const auto old = database_->Read(
      call, [&](Transaction& tx) -> absl::StatusOr<std::vector<std::string>> {
        std::vector<std::string> ids;
        for (const auto& row : tx.sql.exec_prepared(
                 "old_artifacts", request.kind(), request.keep())) {
          ids.push_back(row[0].c_str());
        }
        for (const auto& row : tx.sql.exec_prepared(
                 "given_up_artifacts", SqlTime(clock_->Now() - kGivenUp))) {
          ids.push_back(row[0].c_str());
        }
        return ids;
      });
  if (!old.ok()) return old.status();
  internal::v1::DeleteArtifactsResponse response;
  for (const std::string& id : *old) {
    absl::Status done = DeleteArtifact(call, database_, id);
    if (absl::IsNotFound(done)) continue;  // Somebody else was faster.
    if (!done.ok()) return done;
    response.set_deleted(response.deleted() + 1);
  }
  return response;
}

}  // namespace broadsheet::storage
