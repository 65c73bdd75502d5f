#include "recommend/segment/segment_writer.h"

#include <algorithm>

namespace broadsheet::recommend {
namespace {

constexpr size_t kBuffer = 1 << 20;

}  // namespace

void SegmentWriter::Append(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= kBuffer) Flush();
}

void SegmentWriter::Flush() {
  hasher_.Add(buffer_);
  file_.Append(buffer_);
  written_ += buffer_.size();
  buffer_.clear();
}

void SegmentWriter::Pad() {
  const uint64_t at = written_ + buffer_.size() - sections_.back().offset;
  const size_t over = at % kSegmentAlignment;
  if (over != 0) buffer_.append(kSegmentAlignment - over, '\0');
}

void SegmentWriter::PutText(std::string_view text) {
  Put(static_cast<uint32_t>(text.size()));
  Append(text);
}

void SegmentWriter::Begin(std::string_view name) {
  End();
  SegmentSection section;
  std::copy_n(name.data(), std::min(name.size(), section.name.size() - 1),
              section.name.data());
  section.offset = written_;
  sections_.push_back(section);
}

// The zeros behind a section belong to none.
void SegmentWriter::End() {
  Flush();
  if (!sections_.empty()) {
    sections_.back().size = written_ - sections_.back().offset;
    sections_.back().hash = hasher_.Finish();
  }
  const size_t over = written_ % kSectionAlignment;
  if (over != 0) buffer_.append(kSectionAlignment - over, '\0');
  Flush();
  hasher_.Reset();
}

absl::Status SegmentWriter::Finish() {
  End();
  SegmentEnd end;
  const std::string_view table(reinterpret_cast<const char*>(sections_.data()),
                               sections_.size() * sizeof(SegmentSection));
  end.table_offset = written_;
  end.table_hash = StableHash(table);
  end.file_size = written_ + table.size() + sizeof(end);
  end.section_count = static_cast<uint32_t>(sections_.size());
  file_.Append(table);
  file_.Append({reinterpret_cast<const char*>(&end), sizeof(end)});
  return file_.Finish();
}

}  // namespace broadsheet::recommend
