#ifndef BROADSHEET_RECOMMEND_SEGMENT_MAPPED_FILE_H_
#define BROADSHEET_RECOMMEND_SEGMENT_MAPPED_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace broadsheet::recommend {

// A file mapped into memory, read only. It must not be changed meanwhile: new
// versions are new files. Deleting it is harmless.
class MappedFile {
 public:
  // NOT_FOUND or UNAVAILABLE when it cannot be read; DATA_LOSS: it is empty.
  static absl::StatusOr<MappedFile> Open(const std::string& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&&) = delete;

  // Begins at a multiple of a page.
  std::string_view bytes() const {
    return {static_cast<const char*>(data_), size_};
  }

 private:
  MappedFile(void* data, size_t size) : data_(data), size_(size) {}

  void* data_;
  size_t size_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_MAPPED_FILE_H_
