#ifndef BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_FORMAT_H_
#define BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace broadsheet::recommend {

// A segment's file: sections, each at a multiple of 64 bytes; a table of them;
// an end of 64 bytes that says where the table is. Little-endian. Written in
// one pass, so that what is read first comes last.
//
// Sections are named after what wrote them; inside are numbers one after
// another, and arrays: their count (u64), then the elements, at a multiple of
// kSegmentAlignment from the section's begin.
// To be raised with every change of what a section holds.
inline constexpr uint32_t kSegmentSchemaVersion = 2;
inline constexpr size_t kSegmentAlignment = 8;
inline constexpr size_t kSectionAlignment = 64;

struct SegmentSection {
  // Zero-terminated.
  std::array<char, 40> name = {};
  uint64_t offset = 0;
  uint64_t size = 0;
  uint64_t hash = 0;  // StableHash of its bytes.
};
static_assert(sizeof(SegmentSection) == 64);

struct SegmentEnd {
  uint64_t table_offset = 0;
  uint64_t table_hash = 0;
  uint64_t file_size = 0;
  uint64_t reserved[3] = {};
  uint32_t section_count = 0;
  uint32_t schema_version = kSegmentSchemaVersion;
  std::array<char, 8> magic = {'B', 'S', 'S', 'E', 'G', 'M', 'T', '\n'};
};
static_assert(sizeof(SegmentEnd) == 64);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEGMENT_SEGMENT_FORMAT_H_
