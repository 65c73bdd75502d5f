#ifndef BROADSHEET_CLI_INPUT_STREAM_H_
#define BROADSHEET_CLI_INPUT_STREAM_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/decoder.h"

namespace broadsheet::cli {

// A file or standard input, unpacked while it is read, in constant memory.
// Errors are rules without the file's name ("cannot be opened: no such file").
// Not thread-safe.
class InputStream {
 public:
  // `path`: "-" is standard input. NOT_FOUND when it cannot be opened,
  // INVALID_ARGUMENT when it is compressed in a way that we do not know.
  static absl::StatusOr<std::unique_ptr<InputStream>> Open(
      const std::string& path);
  ~InputStream();
  InputStream(const InputStream&) = delete;
  InputStream& operator=(const InputStream&) = delete;

  // Unpacked bytes, at most `capacity`; 0 at the end. DATA_LOSS when the file
  // is damaged or truncated: everything before was answered by earlier calls.
  absl::StatusOr<size_t> Read(char* out, size_t capacity);

  // The first unpacked bytes (at most 512), which Read answers again. Only
  // before the first Read.
  std::string_view Peek();

  // Bytes taken from the file as it lies on the disk, and how many it has;
  // no total for pipes.
  int64_t bytes_read() const { return bytes_read_; }
  std::optional<int64_t> total_bytes() const { return total_bytes_; }

 private:
  explicit InputStream(int fd);
  absl::Status Begin();
  absl::Status Fill();
  bool AwaitMore(std::chrono::steady_clock::time_point until) const;
  absl::StatusOr<size_t> ReadDecoded(char* out, size_t capacity);

  const int fd_;
  std::optional<int64_t> total_bytes_;
  int64_t bytes_read_ = 0;
  std::unique_ptr<Decoder> decoder_;
  std::vector<char> raw_;    // As on the disk.
  std::string_view unread_;  // What the decoder has not taken of raw_.
  bool at_end_ = false;
  std::string head_;         // Peeked, not yet answered by Read.
  absl::Status peek_error_;  // Comes after head_.
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_INPUT_STREAM_H_
