#ifndef BROADSHEET_GATEWAY_WEB_MATH_TEXT_H_
#define BROADSHEET_GATEWAY_WEB_MATH_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace broadsheet::gateway {

// A piece of a text: words, or a formula.
struct MathPart {
  // Plain words; of a formula what plain text can show of it.
  std::string text;
  // The formula with its delimiters as written; empty for words.
  std::string tex = "";
};

// Finds the formulas in TeX: "$\frac{a}{b}$", "$$...$$", "\(...\)" and
// "\[...\]". Prices ("from $5 to $9") are none. Words and fallbacks are as
// PlainText (tex_text.h) writes them. Pure; any input is taken.
std::vector<MathPart> SplitMath(std::string_view tex);

// Whether a formula is there that plain text shows badly, so that it is worth
// to have the browser set all of them.
bool NeedsMath(std::string_view tex);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_MATH_TEXT_H_
