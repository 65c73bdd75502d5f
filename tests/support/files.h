#ifndef BROADSHEET_TESTS_SUPPORT_FILES_H_
#define BROADSHEET_TESTS_SUPPORT_FILES_H_

#include <string>
#include <string_view>

namespace broadsheet::testing {

// A new folder under the system's temporary one, deleted with all its contents
// by the destructor. Other users may enter it, so that PostgreSQL can.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }
  std::string File(std::string_view name) const;

 private:
  std::string path_;
};

// Empty when the file cannot be read.
std::string ReadFile(const std::string& path);
// Throws std::runtime_error when the file cannot be written.
void WriteFile(const std::string& path, std::string_view content);

// A file of the source tree ("deploy/postgres.sh").
std::string SourcePath(std::string_view path);
// A built program ("broadsheet-storage").
std::string BinaryPath(std::string_view name);

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_FILES_H_
