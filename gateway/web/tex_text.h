#ifndef BROADSHEET_GATEWAY_WEB_TEX_TEXT_H_
#define BROADSHEET_GATEWAY_WEB_TEX_TEXT_H_

#include <string>
#include <string_view>

namespace broadsheet::gateway {

// Titles and abstracts come with TeX in them. This shows them as text:
// "M$^3$Net" as "M³Net", "\emph{new}" as "new", "G\"odel" as "Gödel". Formulas
// and commands that plain text cannot show stay as they were written. Pure;
// any input is taken, and the answer is UTF-8 when the input is.
std::string PlainText(std::string_view tex);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_TEX_TEXT_H_
