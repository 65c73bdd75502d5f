#ifndef BROADSHEET_RECOMMEND_TRAINER_SCRATCH_FILE_H_
#define BROADSHEET_RECOMMEND_TRAINER_SCRATCH_FILE_H_

#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace broadsheet::recommend {

// A file that goes with its owner.
class ScratchFile {
 public:
  ScratchFile(const std::string& dir, const std::string& name)
      : path_(absl::StrCat(dir, "/", name)) {}
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_SCRATCH_FILE_H_
