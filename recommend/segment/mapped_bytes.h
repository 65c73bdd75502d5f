#ifndef BROADSHEET_RECOMMEND_SEGMENT_MAPPED_BYTES_H_
#define BROADSHEET_RECOMMEND_SEGMENT_MAPPED_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <memory>

namespace broadsheet::recommend {

// Bytes on the heap, or those of a segment's file, which outlives them and must
// not be written to: what changes moves to the heap.
struct FreeUnlessMapped {
  bool mapped = false;
  void operator()(uint8_t* bytes) const {
    if (!mapped) delete[] bytes;
  }
};
using MappedBytes = std::unique_ptr<uint8_t[], FreeUnlessMapped>;

// On the heap, all 0.
inline MappedBytes NewBytes(size_t size) {
  return MappedBytes(new uint8_t[size]());
}

inline MappedBytes BytesOfSegment(const uint8_t* bytes) {
  return {const_cast<uint8_t*>(bytes), FreeUnlessMapped{true}};
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_MAPPED_BYTES_H_
