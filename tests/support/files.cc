#include "tests/support/files.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace broadsheet::testing {

TempDir::TempDir() {
  path_ = (std::filesystem::temp_directory_path() / "broadsheet-test-XXXXXX")
              .string();
  if (mkdtemp(path_.data()) == nullptr || chmod(path_.c_str(), 0755) != 0) {
    throw std::runtime_error("cannot make a folder " + path_);
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::File(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

void WriteFile(const std::string& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
}

std::string SourcePath(std::string_view path) {
  return std::string(BROADSHEET_SOURCE_DIR "/") + std::string(path);
}

std::string BinaryPath(std::string_view name) {
  return std::string(BROADSHEET_BIN_DIR "/") + std::string(name);
}

}  // namespace broadsheet::testing
