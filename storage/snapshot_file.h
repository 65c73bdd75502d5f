#ifndef BROADSHEET_STORAGE_SNAPSHOT_FILE_H_
#define BROADSHEET_STORAGE_SNAPSHOT_FILE_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"

namespace broadsheet::storage {

// A sequence of chunks in a file, each after its length and its CRC-32 (that of
// zlib), four bytes each, little-endian. One thread appends while any number
// read. The file has no name, so that it is gone with the last one who has it,
// also when the process is killed. Thread-safe.
class SnapshotFile {
 public:
  // In the folder `dir`. UNAVAILABLE (SNAPSHOT_DISK) when it cannot be made.
  static absl::StatusOr<std::shared_ptr<SnapshotFile>> Create(
      const std::string& dir);
  ~SnapshotFile();
  SnapshotFile(const SnapshotFile&) = delete;
  SnapshotFile& operator=(const SnapshotFile&) = delete;

  // The next chunk; the file is whole with the `last` one. Only one thread.
  absl::Status Append(const std::string& chunk, bool last);
  // No more comes, because of an error, which readers get; or OK, after the
  // last chunk, which changes nothing.
  void Finish(const absl::Status& status);
  // Readers that have yet to come to the end get `status` at once.
  void Revoke(const absl::Status& status);

  // Waits for the chunk `number`, from 0. OUT_OF_RANGE: the file ends before
  // it. DATA_LOSS (SNAPSHOT_DAMAGED): it is not what was written. What ends
  // `call` ends the wait within 100 ms.
  absl::StatusOr<std::string> Read(const CallContext& call,
                                   int64_t number) const;

  // Finished, without an error.
  bool whole() const;
  // Finished with one, or revoked.
  bool broken() const;
  int64_t bytes() const;

 private:
  explicit SnapshotFile(int file) : file_(file) {}

  absl::StatusOr<std::string> ReadAt(int64_t offset) const;

  const int file_;
  mutable std::mutex mu_;
  mutable std::condition_variable grown_;
  std::vector<int64_t> offsets_;  // GUARDED_BY(mu_); of the chunks.
  int64_t size_ = 0;              // GUARDED_BY(mu_)
  bool finished_ = false;         // GUARDED_BY(mu_)
  absl::Status status_;           // GUARDED_BY(mu_)
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_SNAPSHOT_FILE_H_
