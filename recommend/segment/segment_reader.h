#ifndef BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_READER_H_
#define BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_READER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "absl/status/status.h"
#include "recommend/segment/segment_file.h"

namespace broadsheet::recommend {

// Reads what SegmentWriter wrote, in the same order. What is not there reads as
// nothing, and shows in status(): those who read look at it once, at the end.
// Views are of the file. One thread at a time.
class SegmentReader {
 public:
  // `file` must outlive this.
  explicit SegmentReader(const SegmentFile* file) : file_(file) {}

  // DATA_LOSS names the section that is not as it should be.
  const absl::Status& status() const { return status_; }
  bool ok() const { return status_.ok(); }

  void Open(std::string_view section);

  // What numbers of papers lie below, once somebody has said it.
  void SetPapers(size_t papers) { papers_ = papers; }
  size_t papers() const { return papers_; }

  template <class T>
  T Get() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    const std::string_view bytes = Take(sizeof(T));
    if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
  template <class T>
  std::span<const T> Array() {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto count = Get<uint64_t>();
    Align();
    if (count > rest_.size() / sizeof(T)) {
      Fail();
      return {};
    }
    const std::string_view bytes = Take(count * sizeof(T));
    return {reinterpret_cast<const T*>(bytes.data()), count};
  }
  std::string_view Text() { return Take(Get<uint32_t>()); }

  // Many texts, by number.
  class TextArray {
   public:
    size_t size() const { return ends_.size(); }
    std::string_view operator[](size_t i) const {
      const uint64_t begin = i == 0 ? 0 : ends_[i - 1];
      return bytes_.substr(begin, ends_[i] - begin);
    }

   private:
    friend class SegmentReader;
    std::span<const uint64_t> ends_;
    std::string_view bytes_;
  };
  TextArray Texts();

  // Notes that the section breaks a rule unless `holds`, which it answers.
  bool Check(bool holds) {
    if (!holds) Fail();
    return holds;
  }

 private:
  // Nothing when so much is not left.
  std::string_view Take(size_t size);
  void Align();
  void Fail();

  const SegmentFile* file_;
  std::string section_;
  size_t papers_ = ~uint32_t{0};
  std::string_view all_;
  std::string_view rest_;
  absl::Status status_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_READER_H_
