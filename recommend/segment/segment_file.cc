#include "recommend/segment/segment_file.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/stable_hash.h"
#include "recommend/models/parallel.h"

namespace broadsheet::recommend {
namespace {

constexpr unsigned kMaxThreads = 4;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("segment: ", what));
}

absl::StatusOr<SegmentEnd> ReadEnd(std::string_view bytes) {
  SegmentEnd end;
  const SegmentEnd expected;
  if (bytes.size() < sizeof(end)) return Damaged("is shorter than its end");
  std::memcpy(&end, bytes.data() + bytes.size() - sizeof(end), sizeof(end));
  if (end.magic != expected.magic) return Damaged("has no end");
  if (end.schema_version != expected.schema_version) {
    return absl::FailedPreconditionError(
        absl::StrCat("segment: schema version ", end.schema_version,
                     "; this build reads version ", expected.schema_version));
  }
  if (end.file_size != bytes.size()) return Damaged("has another size");
  const uint64_t table = uint64_t{end.section_count} * sizeof(SegmentSection);
  if (end.table_offset % kSectionAlignment != 0 ||
      end.table_offset > bytes.size() ||
      table + sizeof(end) != bytes.size() - end.table_offset) {
    return Damaged("the table of sections is not where it belongs");
  }
  if (StableHash(bytes.substr(end.table_offset, table)) != end.table_hash) {
    return Damaged("the table of sections has another checksum");
  }
  return end;
}

absl::Status CheckPlace(const SegmentSection& section, uint64_t limit) {
  if (section.name.back() != '\0' || section.offset % kSectionAlignment != 0 ||
      section.offset > limit || section.size > limit - section.offset) {
    return Damaged("a section is not where it belongs");
  }
  return absl::OkStatus();
}

// The first one whose bytes are others; null when there is none.
const SegmentSection* FindDamaged(std::string_view bytes,
                                  std::span<const SegmentSection> sections) {
  const int threads = static_cast<int>(
      std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads));
  std::atomic<const SegmentSection*> damaged = nullptr;
  ParallelSlices(
      threads, sections.size(), 1, [&](size_t begin, size_t end, int) {
        for (size_t i = begin; i < end; ++i) {
          const SegmentSection& section = sections[i];
          if (StableHash(bytes.substr(section.offset, section.size)) !=
              section.hash) {
            damaged = &section;
          }
        }
      });
  return damaged;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const SegmentFile>> SegmentFile::Open(
    const std::string& path) {
  auto mapped = MappedFile::Open(path);
  if (!mapped.ok()) return mapped.status();
  const std::string_view bytes = mapped->bytes();
  const auto end = ReadEnd(bytes);
  if (!end.ok()) return end.status();
  const std::span<const SegmentSection> sections(
      reinterpret_cast<const SegmentSection*>(bytes.data() + end->table_offset),
      end->section_count);
  for (const SegmentSection& section : sections) {
    if (auto s = CheckPlace(section, end->table_offset); !s.ok()) return s;
  }
  if (const SegmentSection* damaged = FindDamaged(bytes, sections)) {
    return Damaged(absl::StrCat("section ", damaged->name.data(),
                                " has another checksum"));
  }
  return std::shared_ptr<const SegmentFile>(
      new SegmentFile(*std::move(mapped), sections));
}

std::string_view SegmentFile::Section(std::string_view name) const {
  for (const SegmentSection& section : sections_) {
    if (name == section.name.data()) {
      return file_.bytes().substr(section.offset, section.size);
    }
  }
  return {};
}

}  // namespace broadsheet::recommend
