#ifndef BROADSHEET_RECOMMEND_SEGMENT_NEW_FILE_H_
#define BROADSHEET_RECOMMEND_SEGMENT_NEW_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace broadsheet::recommend {

// What errno says of a file: NOT_FOUND or UNAVAILABLE.
absl::Status SystemError(std::string_view what, const std::string& path);

// A file that appears under its name when it is whole, and not at all before.
class NewFile {
 public:
  // Begins `path`.new.
  explicit NewFile(std::string path);
  // Removes it unless it was finished.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // After a failure nothing more is written, and Finish tells.
  void Append(std::string_view bytes);
  // On the disk, under its name. UNAVAILABLE when the disk does not allow it.
  absl::Status Finish();

 private:
  void Fail();

  const std::string path_;
  const std::string unfinished_;
  int fd_;
  absl::Status status_;
  bool finished_ = false;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_NEW_FILE_H_
