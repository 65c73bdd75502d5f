#ifndef BROADSHEET_GATEWAY_WEB_MATH_TEXT_H_
#define BROADSHEET_GATEWAY_WEB_MATH_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

namespace broadsheet::gateway {

// A piece of a text: words, or a formula with its delimiters as written.
struct MathPart {
  std::string text;
  bool math = false;
};

// Finds the formulas that PlainText (tex_text.h) had to leave as they are:
// "$\frac{a}{b}$", "$$...$$", "\(...\)", "\[...\]". Prices ("from $5 to $9")
// are no formulas. Joined, the parts are the text. Pure; any input is taken.
std::vector<MathPart> SplitMath(std::string_view text);

// Whether there is a formula for SplitMath to find.
bool HasMath(std::string_view text);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_MATH_TEXT_H_
