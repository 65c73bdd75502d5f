#include "recommend/trainer/scratch_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "recommend/segment/new_file.h"

namespace broadsheet::recommend {
namespace {

namespace fs = std::filesystem;

constexpr char kPrefix[] = "unfinished-";
constexpr char kLock[] = "/lock";

// The lock of a folder, open; -1 while another process holds it, or when there
// is none: a folder is made before its lock.
int TakeLock(const std::string& folder, int flags) {
  const int lock =
      open((folder + kLock).c_str(), flags | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  close(lock);
  return -1;
}

// Those whose owner lives no more.
void RemoveAbandoned(const std::string& parent) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(parent, failed)) {
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    const int lock = TakeLock(entry.path().string(), 0);
    if (lock < 0) continue;
    std::error_code ignored;
    fs::remove_all(entry.path(), ignored);
    close(lock);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScratchFolder>> ScratchFolder::Make(
    const std::string& parent) {
  std::error_code failed;
  fs::create_directories(parent, failed);
  if (failed) return absl::UnavailableError(failed.message());
  RemoveAbandoned(parent);
  std::string path = parent + "/" + kPrefix + "XXXXXX";
  if (mkdtemp(path.data()) == nullptr) return SystemError("cannot make", path);
  const int lock = TakeLock(path, O_CREAT);
  if (lock < 0) return SystemError("cannot lock", path);
  return std::unique_ptr<ScratchFolder>(
      new ScratchFolder(std::move(path), lock));
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  close(lock_);
}

}  // namespace broadsheet::recommend
