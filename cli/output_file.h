#ifndef BROADSHEET_CLI_OUTPUT_FILE_H_
#define BROADSHEET_CLI_OUTPUT_FILE_H_

#include <fstream>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace broadsheet::cli {

// Where an export goes: standard output, or a file that gets its name only when
// all of it is written, so that no half of an export passes for a whole one.
class OutputFile {
 public:
  // An empty `path` means `standard`, which must outlive this.
  OutputFile(const std::string& path, std::ostream* standard);
  // Removes what was written, unless Commit was called.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // NOT_FOUND: the file cannot be made.
  absl::Status Open();
  void Write(const std::string& text) { *out_ << text; }
  // DATA_LOSS: not all of it could be written.
  absl::Status Check() const;
  absl::Status Commit();

 private:
  const std::string path_;
  const std::string part_;
  std::ofstream file_;
  std::ostream* out_;
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_OUTPUT_FILE_H_
