#ifndef BROADSHEET_RECOMMEND_TRAINER_SCRATCH_FOLDER_H_
#define BROADSHEET_RECOMMEND_TRAINER_SCRATCH_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace broadsheet::recommend {

// A folder of this process's own below another one that several processes may
// share, for unfinished files of gigabytes. It goes with its owner; that of a
// process that was killed goes when the next one makes its own.
class ScratchFolder {
 public:
  // Makes `parent`, too. UNAVAILABLE when the disk does not allow it.
  static absl::StatusOr<std::unique_ptr<ScratchFolder>> Make(
      const std::string& parent);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  ScratchFolder(std::string path, int lock)
      : path_(std::move(path)), lock_(lock) {}

  const std::string path_;
  const int lock_;  // Of the open file that is locked while the owner lives.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_SCRATCH_FOLDER_H_
