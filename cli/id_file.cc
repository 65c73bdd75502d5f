#include "cli/id_file.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/input_stream.h"
#include "cli/session.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kMaxIdBytes = 200;
constexpr size_t kChunkBytes = 64 << 10;

// Collects the ids of a text that comes in pieces.
class IdCollector {
 public:
  IdCollector(std::string path, size_t limit)
      : path_(std::move(path)), limit_(limit) {}

  absl::Status Feed(std::string_view piece) {
    for (char c : piece) {
      absl::Status status = c == '\n' ? EndLine() : Keep(c);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status EndLine() {
    const std::string id(absl::StripAsciiWhitespace(line_));
    line_.clear();
    if (!id.empty()) ids_.push_back(id);
    if (ids_.size() > limit_) {
      return UsageError(
          absl::StrCat(path_, ":", number_, ": more than ", limit_, " ids"));
    }
    ++number_;
    return absl::OkStatus();
  }

  std::vector<std::string> Take() { return std::move(ids_); }

 private:
  absl::Status Keep(char c) {
    line_ += c;
    if (line_.size() <= kMaxIdBytes) return absl::OkStatus();
    return UsageError(absl::StrCat(path_, ":", number_,
                                   ": is longer than 200 bytes; write one id "
                                   "a line"));
  }

  const std::string path_;
  const size_t limit_;
  size_t number_ = 1;
  std::string line_;
  std::vector<std::string> ids_;
};

absl::Status FileError(const std::string& path, const absl::Status& status) {
  return UsageError(absl::StrCat(path, " ", status.message()));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ReadIds(const std::string& path,
                                                 size_t limit) {
  auto input = InputStream::Open(path);
  if (!input.ok()) return FileError(path, input.status());
  IdCollector collector(path, limit);
  std::string buffer(kChunkBytes, '\0');
  while (true) {
    auto count = (*input)->Read(buffer.data(), buffer.size());
    if (!count.ok()) return FileError(path, count.status());
    if (*count == 0) break;
    absl::Status fed = collector.Feed({buffer.data(), *count});
    if (!fed.ok()) return fed;
  }
  absl::Status ended = collector.EndLine();
  if (!ended.ok()) return ended;
  return collector.Take();
}

}  // namespace broadsheet::cli
