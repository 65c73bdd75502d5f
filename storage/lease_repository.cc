#include "storage/lease_repository.h"

#include <string>

#include "common/errors.h"
#include "storage/records.h"
#include "storage/rules.h"

namespace broadsheet::storage {
namespace {

absl::Status CheckNames(const std::string& name, const std::string& owner) {
  absl::Status valid = ToStatus(CheckText("name", name, 1, 100));
  if (!valid.ok()) return valid;
  return ToStatus(CheckText("owner", owner, 1, 100));
}

absl::StatusOr<absl::Duration> LeaseTime(
    const google::protobuf::Duration& message) {
  const absl::Duration duration =
      absl::Seconds(message.seconds()) + absl::Nanoseconds(message.nanos());
  if (duration < absl::Seconds(1) || duration > absl::Minutes(10)) {
    return InvalidField("duration", "is not between 1 second and 10 minutes");
  }
  return duration;
}

}  // namespace

absl::StatusOr<internal::v1::AcquireLeaseResponse> LeaseRepository::Acquire(
    const CallContext& call, const internal::v1::AcquireLeaseRequest& request) {
  absl::Status valid = CheckNames(request.name(), request.owner());
  if (!valid.ok()) return valid;
  const auto duration = LeaseTime(request.duration());
  if (!duration.ok()) return duration.status();
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::AcquireLeaseResponse> {
        const absl::Time now = clock_->Now();
        const auto rows = tx.sql.exec_prepared(
            "acquire_lease", request.name(), request.owner(),
            SqlTime(now + *duration), SqlTime(now));
        if (rows.empty()) {
          return MakeError(absl::StatusCode::kAborted, "LEASE_HELD",
                           "another owner holds the lease " + request.name());
        }
        internal::v1::AcquireLeaseResponse response;
        response.set_fence(rows[0][0].as<int64_t>());
        *response.mutable_expires_at() = TimestampOf(now + *duration);
        return response;
      });
}

absl::StatusOr<internal::v1::ReleaseLeaseResponse> LeaseRepository::Release(
    const CallContext& call, const internal::v1::ReleaseLeaseRequest& request) {
  absl::Status valid = CheckNames(request.name(), request.owner());
  if (!valid.ok()) return valid;
  return database_->Write(
      call,
      [&](Transaction& tx)
          -> absl::StatusOr<internal::v1::ReleaseLeaseResponse> {
        tx.sql.exec_prepared("release_lease", request.name(), request.owner(),
                             SqlTime(clock_->Now()));
        return internal::v1::ReleaseLeaseResponse();
      });
}

}  // namespace broadsheet::storage
