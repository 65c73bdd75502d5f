#include "storage/checkpoint_repository.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "storage/records.h"
#include "storage/rules.h"
#include "storage/sql_array.h"

namespace broadsheet::storage {
namespace {

using internal::v1::SetCheckpointRequest;
using internal::v1::SetCheckpointResponse;

constexpr size_t kMaxName = 200;
constexpr size_t kMaxValue = 2 << 20;
constexpr int kMaxListedValue = 64 << 10;
constexpr int kMaxListed = 1000;

internal::v1::Checkpoint CheckpointFromRow(const pqxx::row& row) {
  internal::v1::Checkpoint checkpoint;
  checkpoint.set_name(row[0].c_str());
  checkpoint.set_value(BytesFromSql(row[1].c_str()));
  checkpoint.set_revision(row[2].as<int64_t>());
  *checkpoint.mutable_changed_at() = TimestampFromMicros(row[3].as<int64_t>());
  return checkpoint;
}

absl::Status CheckName(const std::string& field, const std::string& name) {
  return ToStatus(CheckText(field, name, 1, kMaxName));
}

absl::Status Check(const SetCheckpointRequest& request) {
  if (request.value().size() > kMaxValue) {
    return InvalidField("value", absl::StrCat("is ", request.value().size(),
                                              " bytes long; at most ",
                                              kMaxValue, " are allowed"));
  }
  if (request.revision() < 0) return InvalidField("revision", "is negative");
  return CheckName("name", request.name());
}

// Writes it where it is at the request's revision; answers the next one.
pqxx::result Write(Transaction& tx, const SetCheckpointRequest& request,
                   absl::Time now) {
  const std::string value = BytesToSql(request.value());
  if (request.revision() == 0) {
    return tx.sql.exec_prepared("make_checkpoint", request.name(), value,
                                SqlTime(now));
  }
  return tx.sql.exec_prepared("move_checkpoint", request.name(), value,
                              SqlTime(now), request.revision());
}

}  // namespace

absl::StatusOr<internal::v1::GetCheckpointResponse> CheckpointRepository::Get(
    const CallContext& call,
    const internal::v1::GetCheckpointRequest& request) {
  absl::Status valid = CheckName("name", request.name());
  if (!valid.ok()) return valid;
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::GetCheckpointResponse> {
        const auto rows =
            tx.sql.exec_prepared("get_checkpoint", request.name());
        if (rows.empty()) {
          return MakeError(absl::StatusCode::kNotFound, "CHECKPOINT_UNKNOWN",
                           "there is no checkpoint " + request.name());
        }
        internal::v1::GetCheckpointResponse response;
        *response.mutable_checkpoint() = CheckpointFromRow(rows[0]);
        return response;
      });
}

absl::StatusOr<internal::v1::ListCheckpointsResponse>
CheckpointRepository::List(
    const CallContext& call,
    const internal::v1::ListCheckpointsRequest& request) {
  absl::Status valid = CheckName("prefix", request.prefix());
  if (!valid.ok()) return valid;
  return database_->Read(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ListCheckpointsResponse> {
        internal::v1::ListCheckpointsResponse response;
        for (const auto& row :
             tx.sql.exec_prepared("list_checkpoints", request.prefix(),
                                  kMaxListedValue, kMaxListed)) {
          *response.add_checkpoints() = CheckpointFromRow(row);
        }
        return response;
      });
}

absl::StatusOr<SetCheckpointResponse> CheckpointRepository::Set(
    const CallContext& call, const SetCheckpointRequest& request) {
  if (absl::Status valid = Check(request); !valid.ok()) return valid;
  return database_->Write(
      call, [&](Transaction& tx) -> absl::StatusOr<SetCheckpointResponse> {
        pqxx::result rows = Write(tx, request, clock_->Now());
        SetCheckpointResponse response;
        if (!rows.empty()) {
          response.set_revision(rows[0][0].as<int64_t>());
          return response;
        }
        rows = tx.sql.exec_prepared("get_checkpoint", request.name());
        if (!rows.empty()) {
          const auto stored = CheckpointFromRow(rows[0]);
          response.set_revision(stored.revision());
          if (stored.value() == request.value()) return response;
        }
        return MakeError(
            absl::StatusCode::kAborted, "CHECKPOINT_MOVED",
            absl::StrCat("the checkpoint ", request.name(), " is at revision ",
                         response.revision(), ", not ", request.revision()));
      });
}

absl::StatusOr<internal::v1::DeleteCheckpointResponse>
CheckpointRepository::Delete(
    const CallContext& call,
    const internal::v1::DeleteCheckpointRequest& request) {
  absl::Status valid = CheckName("name", request.name());
  if (!valid.ok()) return valid;
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::DeleteCheckpointResponse> {
        tx.sql.exec_prepared("delete_checkpoint", request.name());
        return internal::v1::DeleteCheckpointResponse();
      });
}

}  // namespace broadsheet::storage
