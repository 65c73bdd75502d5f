#include "cli/input_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kRawBytes = 256 << 10;
constexpr size_t kPeekBytes = 512;
// What a pipe gives within this time goes on together: each message costs every
// house that it passes a thread's wakeup.
constexpr auto kGather = std::chrono::milliseconds(5);

std::string ErrnoText() { return std::strerror(errno); }

}  // namespace

absl::StatusOr<std::unique_ptr<InputStream>> InputStream::Open(
    const std::string& path) {
  const int fd =
      path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return absl::NotFoundError(absl::StrCat("cannot be opened: ", ErrnoText()));
  }
  std::unique_ptr<InputStream> stream(new InputStream(fd));
  absl::Status begun = stream->Begin();
  if (!begun.ok()) return begun;
  return stream;
}

InputStream::InputStream(int fd) : fd_(fd), raw_(kRawBytes) {
  struct stat info;
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
    total_bytes_ = info.st_size;
  }
}

InputStream::~InputStream() {
  if (fd_ != STDIN_FILENO) close(fd_);
}

absl::Status InputStream::Begin() {
  absl::Status filled = Fill();
  if (!filled.ok()) return filled;
  auto decoder = MakeDecoder(DetectCompression(unread_));
  if (!decoder.ok()) return decoder.status();
  decoder_ = *std::move(decoder);
  return absl::OkStatus();
}

// Whether more comes before `until`, or the input ends.
bool InputStream::AwaitMore(std::chrono::steady_clock::time_point until) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
      until - std::chrono::steady_clock::now());
  pollfd more = {fd_, POLLIN, 0};
  return left.count() > 0 && poll(&more, 1, static_cast<int>(left.count())) > 0;
}

// Fills the empty buffer. Pipes give little at a time, but the kind of
// compression needs several bytes: hence at least 8, unless the input ends.
absl::Status InputStream::Fill() {
  size_t filled = 0;
  std::chrono::steady_clock::time_point until;
  while (!at_end_ && (filled < 8 || (!total_bytes_ && filled < kRawBytes &&
                                     AwaitMore(until)))) {
    if (filled == 0) until = std::chrono::steady_clock::now() + kGather;
    const ssize_t count = read(fd_, raw_.data() + filled, kRawBytes - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return absl::DataLossError(absl::StrCat("cannot be read: ", ErrnoText()));
    }
    if (count == 0) at_end_ = true;
    filled += static_cast<size_t>(count);
  }
  bytes_read_ += static_cast<int64_t>(filled);
  unread_ = std::string_view(raw_.data(), filled);
  return absl::OkStatus();
}

absl::StatusOr<size_t> InputStream::ReadDecoded(char* out, size_t capacity) {
  while (true) {
    auto count = decoder_->Decode(&unread_, out, capacity);
    if (!count.ok() || *count > 0) return count;
    if (!unread_.empty()) continue;
    if (at_end_) {
      absl::Status ended =
          bytes_read_ == 0 ? absl::OkStatus() : decoder_->End();
      if (!ended.ok()) return ended;
      return size_t{0};
    }
    absl::Status filled = Fill();
    if (!filled.ok()) return filled;
  }
}

absl::StatusOr<size_t> InputStream::Read(char* out, size_t capacity) {
  if (!head_.empty()) {
    const size_t count = std::min(capacity, head_.size());
    std::memcpy(out, head_.data(), count);
    head_.erase(0, count);
    return count;
  }
  if (!peek_error_.ok()) return peek_error_;
  return ReadDecoded(out, capacity);
}

std::string_view InputStream::Peek() {
  char buffer[kPeekBytes];
  while (head_.size() < kPeekBytes && peek_error_.ok()) {
    auto count = ReadDecoded(buffer, kPeekBytes - head_.size());
    if (!count.ok()) peek_error_ = count.status();
    if (!count.ok() || *count == 0) break;
    head_.append(buffer, *count);
  }
  return head_;
}

}  // namespace broadsheet::cli
