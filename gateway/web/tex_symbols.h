#ifndef BROADSHEET_GATEWAY_WEB_TEX_SYMBOLS_H_
#define BROADSHEET_GATEWAY_WEB_TEX_SYMBOLS_H_

#include <optional>
#include <string>
#include <string_view>

namespace broadsheet::gateway {

// Tables that turn TeX into Unicode. Commands come without their backslash.

// "alpha" to "α"; nullopt when no character says the same.
std::optional<std::string_view> SymbolOf(std::string_view command);

// The combining character of an accent command ("'" or "hat"); nullopt when it
// is none. It goes after the letter that it marks.
std::optional<std::string_view> AccentOf(std::string_view command);

// Commands that only dress their argument ("emph", "mathrm").
bool IsStyleCommand(std::string_view command);

// Commands that may be dropped ("left", "big", "it").
bool IsSilentCommand(std::string_view command);

// All of `text` raised or lowered in Unicode ("2" to "²"); nullopt when one of
// the characters has no such form.
std::optional<std::string> Superscript(std::string_view text);
std::optional<std::string> Subscript(std::string_view text);

// The letter of a blackboard alphabet ("R" to "ℝ"); nullopt for others.
std::optional<std::string_view> Blackboard(std::string_view letter);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_TEX_SYMBOLS_H_
