#include "cli/line_reader.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/input_stream.h"
#include "cli/session.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kChunkBytes = 64 << 10;

using Take = std::function<absl::Status(size_t, std::string_view)>;

// Cuts a text that comes in pieces.
class LineCutter {
 public:
  LineCutter(const std::string& path, const LineLimit& limit, const Take& take)
      : path_(path), limit_(limit), take_(take) {}

  absl::Status Feed(std::string_view piece) {
    while (!piece.empty()) {
      const size_t end = piece.find('\n');
      const bool ends = end != std::string_view::npos;
      absl::Status status = Keep(piece.substr(0, end));
      if (status.ok() && ends) status = EndLine();
      if (!status.ok()) return status;
      piece.remove_prefix(ends ? end + 1 : piece.size());
    }
    return absl::OkStatus();
  }

  absl::Status EndLine() {
    const std::string_view line = AsStd(absl::StripAsciiWhitespace(line_));
    absl::Status taken = line.empty() ? absl::OkStatus() : take_(number_, line);
    line_.clear();
    ++number_;
    return taken;
  }

 private:
  absl::Status Keep(std::string_view part) {
    if (line_.size() + part.size() > limit_.bytes) {
      return UsageError(absl::StrCat(path_, ":", number_, ": is longer than ",
                                     limit_.bytes, " bytes", limit_.rule));
    }
    line_.append(part);
    return absl::OkStatus();
  }

  const std::string& path_;
  const LineLimit& limit_;
  const Take& take_;
  size_t number_ = 1;
  std::string line_;
};

absl::Status FileError(const std::string& path, const absl::Status& status) {
  return UsageError(absl::StrCat(path, " ", status.message()));
}

}  // namespace

absl::Status ForEachLine(const std::string& path, const LineLimit& limit,
                         const Take& take) {
  auto input = InputStream::Open(path);
  if (!input.ok()) return FileError(path, input.status());
  LineCutter cutter(path, limit, take);
  std::string buffer(kChunkBytes, '\0');
  while (true) {
    auto count = (*input)->Read(buffer.data(), buffer.size());
    if (!count.ok()) return FileError(path, count.status());
    if (*count == 0) return cutter.EndLine();
    absl::Status fed = cutter.Feed({buffer.data(), *count});
    if (!fed.ok()) return fed;
  }
}

}  // namespace broadsheet::cli
