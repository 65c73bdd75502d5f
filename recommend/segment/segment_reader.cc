#include "recommend/segment/segment_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace broadsheet::recommend {

void SegmentReader::Open(std::string_view section) {
  section_ = std::string(section);
  all_ = rest_ = file_->Section(section);
  Check(!all_.empty());
}

std::string_view SegmentReader::Take(size_t size) {
  if (size > rest_.size()) {
    Fail();
    return {};
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

void SegmentReader::Align() {
  const size_t over = (all_.size() - rest_.size()) % kSegmentAlignment;
  if (over != 0) Take(kSegmentAlignment - over);
}

void SegmentReader::Fail() {
  rest_ = {};
  if (!status_.ok()) return;
  status_ = absl::DataLossError(
      absl::StrCat("segment: section ", section_, " is not as it should be"));
}

SegmentReader::TextArray SegmentReader::Texts() {
  TextArray texts;
  texts.ends_ = Array<uint64_t>();
  const std::span<const char> bytes = Array<char>();
  texts.bytes_ = {bytes.data(), bytes.size()};
  const bool whole = texts.ends_.empty()
                         ? bytes.empty()
                         : texts.ends_.back() == bytes.size() &&
                               std::ranges::is_sorted(texts.ends_);
  if (!Check(whole)) texts = TextArray();
  return texts;
}

}  // namespace broadsheet::recommend
