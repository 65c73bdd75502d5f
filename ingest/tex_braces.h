#ifndef BROADSHEET_INGEST_TEX_BRACES_H_
#define BROADSHEET_INGEST_TEX_BRACES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace broadsheet::ingest {

// The braces of a text in TeX, matched once for all, and which of them are to
// go. Escaped ones (\{) do not count. For texts of less than 4 GiB.
class TexBraces {
 public:
  explicit TexBraces(std::string_view text);

  // The brace that closes the one at `open`; npos when there is no brace, or
  // none that closes it.
  size_t CloseOf(size_t open) const;

  void Drop(size_t close);
  bool IsDropped(size_t close) const;

 private:
  // For an opening brace where it is closed, for a closing one whether it goes.
  // Empty when there are none.
  std::vector<uint32_t> braces_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_TEX_BRACES_H_
