#include "cli/output_file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace broadsheet::cli {

OutputFile::OutputFile(const std::string& path, std::ostream* standard)
    : path_(path), part_(path.empty() ? "" : path + ".part"), out_(standard) {}

OutputFile::~OutputFile() {
  if (!file_.is_open()) return;
  file_.close();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

absl::Status OutputFile::Open() {
  if (path_.empty()) return absl::OkStatus();
  file_.open(part_, std::ios::binary | std::ios::trunc);
  if (!file_.is_open()) {
    return absl::NotFoundError(absl::StrCat(
        part_, " cannot be written: ", std::generic_category().message(errno)));
  }
  out_ = &file_;
  return absl::OkStatus();
}

absl::Status OutputFile::Check() const {
  if (out_->good()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(
      path_.empty() ? "standard output" : path_, " cannot be written"));
}

absl::Status OutputFile::Commit() {
  out_->flush();
  if (absl::Status good = Check(); !good.ok() || path_.empty()) return good;
  file_.close();
  std::error_code failed;
  std::filesystem::rename(part_, path_, failed);
  if (!failed) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat(path_, " cannot be written: ", failed.message()));
}

}  // namespace broadsheet::cli
