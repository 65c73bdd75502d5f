#ifndef BROADSHEET_INGEST_OPERATIONS_H_
#define BROADSHEET_INGEST_OPERATIONS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/operation.pb.h"
#include "common/clock.h"

namespace broadsheet::ingest {

// The operations that this process runs or has run, in memory: the latest ones,
// and all that run. Thread-safe.
class Operations {
 public:
  // At most `limit` are kept; `clock` must outlive this.
  Operations(size_t limit, const Clock* clock);

  struct Begun {
    v1::Operation operation;
    bool is_new;
  };
  // A new operation, or the known one with that id.
  // UNAVAILABLE when all that are kept still run.
  absl::StatusOr<Begun> Begin(const std::string& id, const std::string& title);
  // The same for one that another process has begun, or this one before it was
  // stopped; it runs on.
  absl::StatusOr<Begun> Resume(v1::Operation operation);
  // Removes an operation that could not be started.
  void Forget(const std::string& id);

  void AddDone(const std::string& id, int64_t done, int64_t refused);
  void SetTotal(const std::string& id, int64_t total);
  // `status` not OK: the operation failed.
  void End(const std::string& id, const absl::Status& status);

  // NOT_FOUND when it is unknown.
  absl::StatusOr<v1::Operation> Find(const std::string& id) const;

 private:
  void MakeRoom();  // REQUIRES(mu_)

  const size_t limit_;
  const Clock* clock_;
  mutable std::mutex mu_;
  std::map<std::string, v1::Operation> operations_;  // GUARDED_BY(mu_)
  std::deque<std::string> order_;  // GUARDED_BY(mu_), oldest first
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_OPERATIONS_H_
