#ifndef BROADSHEET_RECOMMEND_TEXT_FOLDING_H_
#define BROADSHEET_RECOMMEND_TEXT_FOLDING_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace broadsheet::recommend {

// `text` without differences of case, width, composition and diacritics; all
// kinds of hyphens become '-' and apostrophes '\'', a Greek letter beside no
// other one its name ("alpha"). Invalid UTF-8 becomes
// U+FFFD, which separates words.
std::string FoldText(std::string_view text);

// The length in bytes of the letter, digit or mark at `text[at]`; 0 when that
// is none or not UTF-8. `dictionary` is set when its script writes no spaces.
size_t WordCharacter(std::string_view text, size_t at, bool* dictionary);

// Cuts a run of characters by ICU's dictionaries (Chinese, Japanese, Thai).
std::vector<std::string_view> SplitByDictionary(std::string_view run);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TEXT_FOLDING_H_
