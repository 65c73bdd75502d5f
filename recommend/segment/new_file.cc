#include "recommend/segment/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {

absl::Status SystemError(std::string_view what, const std::string& path) {
  const std::string message =
      absl::StrCat(AsAbsl(what), " ", path, ": ", std::strerror(errno));
  return errno == ENOENT ? absl::NotFoundError(message)
                         : absl::UnavailableError(message);
}

NewFile::NewFile(std::string path)
    : path_(std::move(path)), unfinished_(path_ + ".new") {
  fd_ =
      open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd_ < 0) Fail();
}

NewFile::~NewFile() {
  if (fd_ < 0) return;
  close(fd_);
  if (!finished_) unlink(unfinished_.c_str());
}

void NewFile::Fail() {
  if (status_.ok()) status_ = SystemError("cannot write", path_);
}

void NewFile::Append(std::string_view bytes) {
  while (status_.ok() && !bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Fail();
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

absl::Status NewFile::Finish() {
  if (!status_.ok()) return status_;
  finished_ =
      fsync(fd_) == 0 && rename(unfinished_.c_str(), path_.c_str()) == 0;
  if (!finished_) Fail();
  return status_;
}

}  // namespace broadsheet::recommend
