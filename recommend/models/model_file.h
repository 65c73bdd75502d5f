#ifndef BROADSHEET_RECOMMEND_MODELS_MODEL_FILE_H_
#define BROADSHEET_RECOMMEND_MODELS_MODEL_FILE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "recommend/models/model_layout.h"
#include "recommend/segment/mapped_file.h"

namespace broadsheet::recommend {

// A model file: a header, a table of sections, the sections. Little-endian,
// each section at a multiple of 64 bytes.
//
//   header   magic "BSMODEL\n", schema version u32, number of sections u32,
//            size of the file u64, SHA-256 of the table
//   table    for each section: kind u32, 0 u32, offset u64, size u64, SHA-256
//
// Everything is checked before it is used: sizes and offsets against the file,
// counts against each other, numbers against their ranges, so that whoever
// reads through ModelLayout stays inside.

// Files of version 1 end before the centres, those of version 2 before the
// encoder's name, and are read as having none.
inline constexpr uint32_t kModelSchemaVersion = 3;

// Fuzzers alone ignore checksums.
enum class Checksums { kVerify, kIgnore };

// Checks `bytes`, which begin at a multiple of 64, and returns views of them.
// DATA_LOSS, or FAILED_PRECONDITION for another schema version; the message
// names the section and what is wrong with it.
absl::StatusOr<ModelLayout> ParseModel(std::string_view bytes,
                                       Checksums checksums);

// A file mapped into memory, read only. It must not be changed meanwhile: new
// versions are new files.
class ModelFile {
 public:
  // As ParseModel; NOT_FOUND or UNAVAILABLE when it cannot be read.
  static absl::StatusOr<std::unique_ptr<const ModelFile>> Open(
      const std::string& path);

  const ModelLayout& layout() const { return layout_; }

 private:
  explicit ModelFile(MappedFile file) : file_(std::move(file)) {}

  MappedFile file_;
  ModelLayout layout_;
};

// Writes a file of `layout`, whose parts must agree, beside `path`, flushes it
// and renames it to `path`. UNAVAILABLE when the disk does not allow it.
absl::Status WriteModelFile(const std::string& path, const ModelLayout& layout);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_MODEL_FILE_H_
