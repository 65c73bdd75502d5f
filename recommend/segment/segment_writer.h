#ifndef BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_WRITER_H_
#define BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "common/stable_hash.h"
#include "recommend/segment/new_file.h"
#include "recommend/segment/segment_format.h"

namespace broadsheet::recommend {

// Writes a segment's file (segment_format.h), section after section, without
// ever holding one. Errors show in Finish.
class SegmentWriter {
 public:
  explicit SegmentWriter(const std::string& path) : file_(path) {}

  // Ends the section before.
  void Begin(std::string_view name);

  template <class T>
  void Put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    Append({reinterpret_cast<const char*>(&value), sizeof(T)});
  }
  // An array of `count` elements, which are Put one by one, or as spans, next.
  template <class T>
  void BeginArray(uint64_t count) {
    static_assert(alignof(T) <= kSegmentAlignment);
    Put(count);
    Pad();
  }
  template <class T>
  void PutSpan(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    Append({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  template <class T>
  void PutArray(const std::vector<T>& values) {
    BeginArray<T>(values.size());
    PutSpan(std::span<const T>(values));
  }
  // A short text with its length.
  void PutText(std::string_view text);
  // `count` texts: text(0), text(1), ...
  template <class Text>
  void PutTexts(uint64_t count, const Text& text) {
    BeginArray<uint64_t>(count);
    uint64_t end = 0;
    for (uint64_t i = 0; i < count; ++i) Put(end += text(i).size());
    BeginArray<char>(end);
    for (uint64_t i = 0; i < count; ++i) Append(text(i));
  }
  void Append(std::string_view bytes);

  // UNAVAILABLE when the disk does not allow it.
  absl::Status Finish();

 private:
  void Pad();
  void Flush();
  void End();

  NewFile file_;
  std::string buffer_;
  uint64_t written_ = 0;  // Buffered ones not counted.
  std::vector<SegmentSection> sections_;
  StableHasher hasher_;  // Of the section under way.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_WRITER_H_
