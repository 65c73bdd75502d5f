#include "storage/snapshot_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::storage {
namespace {

constexpr size_t kHead = 8;
constexpr absl::Duration kLook = absl::Milliseconds(100);

absl::Status DiskError(const std::string& what) {
  return MakeError(
      absl::StatusCode::kUnavailable, "SNAPSHOT_DISK",
      absl::StrCat(what, ": ", std::generic_category().message(errno),
                   "; --snapshot-dir names a folder with room "
                   "for four snapshots"));
}

absl::Status Damaged() {
  return MakeError(absl::StatusCode::kDataLoss, "SNAPSHOT_DAMAGED",
                   "the file of the snapshot is damaged; begin a new one");
}

uint32_t Checksum(const std::string& bytes) {
  return static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()),
            static_cast<uInt>(bytes.size())));
}

void PutWord(uint32_t word, std::string* to) {
  for (int shift = 0; shift < 32; shift += 8) {
    to->push_back(static_cast<char>(word >> shift));
  }
}

uint32_t GetWord(const std::string& from, size_t at) {
  uint32_t word = 0;
  for (size_t i = 0; i < 4; ++i) {
    word |= uint32_t{static_cast<uint8_t>(from[at + i])} << (8 * i);
  }
  return word;
}

// Reads exactly `size` bytes.
bool ReadFully(int file, int64_t offset, size_t size, std::string* bytes) {
  bytes->resize(size);
  for (size_t done = 0; done < size;) {
    const ssize_t got = pread(file, bytes->data() + done, size - done,
                              offset + static_cast<int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<size_t>(got);
  }
  return true;
}

}  // namespace

absl::StatusOr<std::shared_ptr<SnapshotFile>> SnapshotFile::Create(
    const std::string& dir) {
  std::string path = dir + "/snapshot-XXXXXX";
  const int file = mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) return DiskError("no file can be made in " + dir);
  unlink(path.c_str());
  return std::shared_ptr<SnapshotFile>(new SnapshotFile(file));
}

SnapshotFile::~SnapshotFile() { close(file_); }

absl::Status SnapshotFile::Append(const std::string& chunk, bool last) {
  std::string frame;
  frame.reserve(kHead + chunk.size());
  PutWord(static_cast<uint32_t>(chunk.size()), &frame);
  PutWord(Checksum(chunk), &frame);
  frame += chunk;
  const int64_t offset = bytes();
  for (size_t done = 0; done < frame.size();) {
    const ssize_t put = pwrite(file_, frame.data() + done, frame.size() - done,
                               offset + static_cast<int64_t>(done));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return DiskError("a snapshot cannot be written");
    done += static_cast<size_t>(put);
  }
  std::lock_guard lock(mu_);
  if (finished_) return status_;
  offsets_.push_back(offset);
  size_ = offset + static_cast<int64_t>(frame.size());
  finished_ = last;
  grown_.notify_all();
  return absl::OkStatus();
}

void SnapshotFile::Finish(const absl::Status& status) {
  std::lock_guard lock(mu_);
  if (finished_) return;
  finished_ = true;
  status_ = status;
  grown_.notify_all();
}

void SnapshotFile::Revoke(const absl::Status& status) {
  std::lock_guard lock(mu_);
  finished_ = true;
  status_ = status;
  grown_.notify_all();
}

absl::StatusOr<std::string> SnapshotFile::Read(const CallContext& call,
                                               int64_t number) const {
  std::unique_lock lock(mu_);
  while (true) {
    if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
    if (!status_.ok()) return status_;
    if (number < static_cast<int64_t>(offsets_.size())) break;
    if (finished_) return absl::OutOfRangeError("the snapshot ends before it");
    grown_.wait_for(lock, absl::ToChronoNanoseconds(kLook));
  }
  const int64_t offset = offsets_[static_cast<size_t>(number)];
  lock.unlock();
  return ReadAt(offset);
}

absl::StatusOr<std::string> SnapshotFile::ReadAt(int64_t offset) const {
  std::string head;
  if (!ReadFully(file_, offset, kHead, &head)) return Damaged();
  const uint32_t size = GetWord(head, 0);
  if (offset + static_cast<int64_t>(kHead + size) > bytes()) return Damaged();
  std::string chunk;
  if (!ReadFully(file_, offset + static_cast<int64_t>(kHead), size, &chunk) ||
      Checksum(chunk) != GetWord(head, 4)) {
    return Damaged();
  }
  return chunk;
}

bool SnapshotFile::whole() const {
  std::lock_guard lock(mu_);
  return finished_ && status_.ok();
}

bool SnapshotFile::broken() const {
  std::lock_guard lock(mu_);
  return !status_.ok();
}

int64_t SnapshotFile::bytes() const {
  std::lock_guard lock(mu_);
  return size_;
}

}  // namespace broadsheet::storage
