#ifndef BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_TEXTS_H_
#define BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_TEXTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {

// Different texts that are found by number, and their numbers by text, without
// anything being built: a table of hashes lies in the segment beside them.
// Views. Thread-safe.
class SegmentTexts {
 public:
  static void Save(uint32_t count,
                   const std::function<std::string_view(uint32_t)>& text,
                   SegmentWriter* out);
  void Load(SegmentReader* in);

  uint32_t size() const { return static_cast<uint32_t>(texts_.size()); }
  std::string_view operator[](uint32_t id) const { return texts_[id]; }
  std::optional<uint32_t> Find(std::string_view text) const;

 private:
  // Of the hash the upper half; the lower says where it is looked for.
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = 0;  // From 1; 0: free.
  };

  SegmentReader::TextArray texts_;
  std::span<const Slot> slots_;  // A power of two, at least twice size().
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_TEXTS_H_
