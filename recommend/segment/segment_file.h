#ifndef BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_FILE_H_
#define BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_FILE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "recommend/segment/mapped_file.h"
#include "recommend/segment/segment_format.h"

namespace broadsheet::recommend {

// A segment's file, mapped into memory: what is made from it may go on to lie
// in it. Thread-safe.
class SegmentFile {
 public:
  // Checks everything: sizes, offsets and checksums. DATA_LOSS: it is damaged;
  // FAILED_PRECONDITION: of another schema version; NOT_FOUND, UNAVAILABLE: it
  // cannot be read. The message says what is wrong.
  static absl::StatusOr<std::shared_ptr<const SegmentFile>> Open(
      const std::string& path);

  // Nothing when there is no such section.
  std::string_view Section(std::string_view name) const;
  size_t size() const { return file_.bytes().size(); }

 private:
  SegmentFile(MappedFile file, std::span<const SegmentSection> sections)
      : file_(std::move(file)), sections_(sections) {}

  MappedFile file_;
  std::span<const SegmentSection> sections_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_FILE_H_
