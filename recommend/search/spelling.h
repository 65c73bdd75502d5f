#ifndef BROADSHEET_RECOMMEND_SEARCH_SPELLING_H_
#define BROADSHEET_RECOMMEND_SEARCH_SPELLING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace broadsheet::recommend {

class SegmentReader;
class SegmentWriter;

// A word for the dictionary: 4 to 24 letters a-z. 0 for any other, else its
// hash (FNV-1a).
uint64_t SpellingKey(std::string_view word);

// How many papers use each written word, by hash; finds the word that was meant
// by one that hardly any does. Not thread-safe; const methods may run at the
// same time.
class Spelling {
 public:
  // The distinct words of one paper, as SpellingKeys.
  void Add(absl::Span<const uint64_t> words);
  void Remove(absl::Span<const uint64_t> words);

  // Papers with the word; 0 when it is not one for the dictionary.
  uint32_t Count(std::string_view word) const;

  struct Correction {
    std::string text;  // Empty: none.
    uint32_t count = 0;
  };
  // The word that most papers use of those one letter away (more, less, other
  // or two exchanged), when they are at least 3, and 30 times those with `word`
  // itself; ties by text. Looks 54 n + 25 words up for n letters.
  Correction Correct(std::string_view word) const;

  size_t size() const { return counts_.size(); }

  // Load only when empty.
  void Save(SegmentWriter* out) const;
  void Load(SegmentReader* in);

 private:
  absl::flat_hash_map<uint64_t, uint32_t> counts_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_SPELLING_H_
