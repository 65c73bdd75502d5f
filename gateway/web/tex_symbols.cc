#include "gateway/web/tex_symbols.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace broadsheet::gateway {
namespace {

struct Entry {
  std::string_view key;
  std::string_view value;
};

// All tables are sorted by key, for binary search.
constexpr Entry kSymbols[] = {
    {" ", " "},
    {"!", ""},
    {"#", "#"},
    {"$", "$"},
    {"%", "%"},
    {"&", "&"},
    {",", "\u202f"},
    {"-", ""},
    {"/", ""},
    {":", " "},
    {";", " "},
    {"AA", "Å"},
    {"AE", "Æ"},
    {"Delta", "Δ"},
    {"Gamma", "Γ"},
    {"Im", "ℑ"},
    {"L", "Ł"},
    {"Lambda", "Λ"},
    {"Leftarrow", "⇐"},
    {"Leftrightarrow", "⇔"},
    {"O", "Ø"},
    {"OE", "Œ"},
    {"Omega", "Ω"},
    {"Phi", "Φ"},
    {"Pi", "Π"},
    {"Pr", "Pr"},
    {"Psi", "Ψ"},
    {"Re", "ℜ"},
    {"Rightarrow", "⇒"},
    {"S", "§"},
    {"Sigma", "Σ"},
    {"Theta", "Θ"},
    {"Upsilon", "Υ"},
    {"Vert", "‖"},
    {"Xi", "Ξ"},
    {"_", "_"},
    {"aa", "å"},
    {"ae", "æ"},
    {"aleph", "ℵ"},
    {"alpha", "α"},
    {"angle", "∠"},
    {"approx", "≈"},
    {"arg", "arg"},
    {"argmax", "argmax"},
    {"argmin", "argmin"},
    {"ast", "∗"},
    {"beta", "β"},
    {"bot", "⊥"},
    {"bullet", "•"},
    {"cap", "∩"},
    {"cdot", "·"},
    {"cdots", "⋯"},
    {"checkmark", "✓"},
    {"chi", "χ"},
    {"circ", "∘"},
    {"colon", ":"},
    {"cos", "cos"},
    {"cup", "∪"},
    {"dagger", "†"},
    {"ddagger", "‡"},
    {"deg", "°"},
    {"degree", "°"},
    {"delta", "δ"},
    {"det", "det"},
    {"dim", "dim"},
    {"div", "÷"},
    {"dots", "…"},
    {"downarrow", "↓"},
    {"ell", "ℓ"},
    {"emptyset", "∅"},
    {"epsilon", "ϵ"},
    {"equiv", "≡"},
    {"eta", "η"},
    {"exists", "∃"},
    {"exp", "exp"},
    {"forall", "∀"},
    {"gamma", "γ"},
    {"gcd", "gcd"},
    {"ge", "≥"},
    {"geq", "≥"},
    {"gg", "≫"},
    {"gtrsim", "≳"},
    {"hbar", "ℏ"},
    {"i", "ı"},
    {"in", "∈"},
    {"inf", "inf"},
    {"infty", "∞"},
    {"int", "∫"},
    {"iota", "ι"},
    {"j", "ȷ"},
    {"kappa", "κ"},
    {"ker", "ker"},
    {"l", "ł"},
    {"lambda", "λ"},
    {"langle", "⟨"},
    {"lbrace", "{"},
    {"lceil", "⌈"},
    {"ldots", "…"},
    {"le", "≤"},
    {"leftarrow", "←"},
    {"leftrightarrow", "↔"},
    {"leq", "≤"},
    {"lesssim", "≲"},
    {"lfloor", "⌊"},
    {"lim", "lim"},
    {"ll", "≪"},
    {"ln", "ln"},
    {"log", "log"},
    {"longrightarrow", "⟶"},
    {"mapsto", "↦"},
    {"max", "max"},
    {"mid", "∣"},
    {"min", "min"},
    {"mp", "∓"},
    {"mu", "μ"},
    {"nabla", "∇"},
    {"ne", "≠"},
    {"neg", "¬"},
    {"neq", "≠"},
    {"notin", "∉"},
    {"nu", "ν"},
    {"o", "ø"},
    {"odot", "⊙"},
    {"oe", "œ"},
    {"omega", "ω"},
    {"oplus", "⊕"},
    {"otimes", "⊗"},
    {"parallel", "∥"},
    {"partial", "∂"},
    {"perp", "⊥"},
    {"phi", "ϕ"},
    {"pi", "π"},
    {"pm", "±"},
    {"prec", "≺"},
    {"prime", "′"},
    {"prod", "∏"},
    {"propto", "∝"},
    {"psi", "ψ"},
    {"qquad", " "},
    {"quad", " "},
    {"rangle", "⟩"},
    {"rbrace", "}"},
    {"rceil", "⌉"},
    {"rfloor", "⌋"},
    {"rho", "ρ"},
    {"rightarrow", "→"},
    {"sigma", "σ"},
    {"sim", "∼"},
    {"simeq", "≃"},
    {"sin", "sin"},
    {"square", "□"},
    {"ss", "ß"},
    {"star", "⋆"},
    {"subset", "⊂"},
    {"subseteq", "⊆"},
    {"succ", "≻"},
    {"sum", "∑"},
    {"sup", "sup"},
    {"supset", "⊃"},
    {"supseteq", "⊇"},
    {"tan", "tan"},
    {"tanh", "tanh"},
    {"tau", "τ"},
    {"textasciitilde", "~"},
    {"textbackslash", "\\"},
    {"textdegree", "°"},
    {"textemdash", "—"},
    {"textendash", "–"},
    {"textgreater", ">"},
    {"textless", "<"},
    {"textregistered", "®"},
    {"theta", "θ"},
    {"times", "×"},
    {"to", "→"},
    {"top", "⊤"},
    {"triangle", "△"},
    {"uparrow", "↑"},
    {"upmu", "μ"},
    {"upsilon", "υ"},
    {"varepsilon", "ε"},
    {"varnothing", "∅"},
    {"varphi", "φ"},
    {"vartheta", "ϑ"},
    {"vee", "∨"},
    {"vert", "|"},
    {"wedge", "∧"},
    {"xi", "ξ"},
    {"zeta", "ζ"},
    {"{", "{"},
    {"|", "‖"},
    {"}", "}"},
};

constexpr Entry kAccents[] = {
    {"\"", "\u0308"},        {"'", "\u0301"},     {".", "\u0307"},
    {"=", "\u0304"},         {"H", "\u030b"},     {"^", "\u0302"},
    {"`", "\u0300"},         {"acute", "\u0301"}, {"b", "\u0331"},
    {"bar", "\u0304"},       {"c", "\u0327"},     {"check", "\u030c"},
    {"d", "\u0323"},         {"ddot", "\u0308"},  {"dot", "\u0307"},
    {"hat", "\u0302"},       {"k", "\u0328"},     {"overline", "\u0304"},
    {"r", "\u030a"},         {"tilde", "\u0303"}, {"u", "\u0306"},
    {"v", "\u030c"},         {"vec", "\u20d7"},   {"widehat", "\u0302"},
    {"widetilde", "\u0303"}, {"~", "\u0303"},
};

constexpr Entry kSuperscripts[] = {
    {"(", "⁽"}, {")", "⁾"}, {"*", "*"}, {"+", "⁺"}, {"-", "⁻"}, {"0", "⁰"},
    {"1", "¹"}, {"2", "²"}, {"3", "³"}, {"4", "⁴"}, {"5", "⁵"}, {"6", "⁶"},
    {"7", "⁷"}, {"8", "⁸"}, {"9", "⁹"}, {"=", "⁼"}, {"A", "ᴬ"}, {"B", "ᴮ"},
    {"D", "ᴰ"}, {"E", "ᴱ"}, {"G", "ᴳ"}, {"H", "ᴴ"}, {"I", "ᴵ"}, {"J", "ᴶ"},
    {"K", "ᴷ"}, {"L", "ᴸ"}, {"M", "ᴹ"}, {"N", "ᴺ"}, {"O", "ᴼ"}, {"P", "ᴾ"},
    {"R", "ᴿ"}, {"T", "ᵀ"}, {"U", "ᵁ"}, {"V", "ⱽ"}, {"W", "ᵂ"}, {"a", "ᵃ"},
    {"b", "ᵇ"}, {"c", "ᶜ"}, {"d", "ᵈ"}, {"e", "ᵉ"}, {"f", "ᶠ"}, {"g", "ᵍ"},
    {"h", "ʰ"}, {"i", "ⁱ"}, {"j", "ʲ"}, {"k", "ᵏ"}, {"l", "ˡ"}, {"m", "ᵐ"},
    {"n", "ⁿ"}, {"o", "ᵒ"}, {"p", "ᵖ"}, {"r", "ʳ"}, {"s", "ˢ"}, {"t", "ᵗ"},
    {"u", "ᵘ"}, {"v", "ᵛ"}, {"w", "ʷ"}, {"x", "ˣ"}, {"y", "ʸ"}, {"z", "ᶻ"},
    {"°", "°"}, {"β", "ᵝ"}, {"γ", "ᵞ"}, {"δ", "ᵟ"}, {"†", "†"}, {"′", "′"},
    {"∗", "*"}, {"∘", "°"}, {"⋆", "⋆"},
};

constexpr Entry kSubscripts[] = {
    {"(", "₍"}, {")", "₎"}, {"+", "₊"}, {"-", "₋"}, {"0", "₀"}, {"1", "₁"},
    {"2", "₂"}, {"3", "₃"}, {"4", "₄"}, {"5", "₅"}, {"6", "₆"}, {"7", "₇"},
    {"8", "₈"}, {"9", "₉"}, {"=", "₌"}, {"a", "ₐ"}, {"e", "ₑ"}, {"h", "ₕ"},
    {"i", "ᵢ"}, {"j", "ⱼ"}, {"k", "ₖ"}, {"l", "ₗ"}, {"m", "ₘ"}, {"n", "ₙ"},
    {"o", "ₒ"}, {"p", "ₚ"}, {"r", "ᵣ"}, {"s", "ₛ"}, {"t", "ₜ"}, {"u", "ᵤ"},
    {"v", "ᵥ"}, {"x", "ₓ"}, {"β", "ᵦ"}, {"γ", "ᵧ"}, {"ρ", "ᵨ"}, {"φ", "ᵩ"},
    {"χ", "ᵪ"},
};

constexpr Entry kBlackboard[] = {
    {"1", "𝟙"}, {"B", "𝔹"}, {"C", "ℂ"}, {"D", "𝔻"}, {"E", "𝔼"}, {"F", "𝔽"},
    {"G", "𝔾"}, {"H", "ℍ"}, {"K", "𝕂"}, {"L", "𝕃"}, {"N", "ℕ"}, {"P", "ℙ"},
    {"Q", "ℚ"}, {"R", "ℝ"}, {"S", "𝕊"}, {"T", "𝕋"}, {"Z", "ℤ"},
};

constexpr std::string_view kStyleCommands[] = {
    "bm",        "boldsymbol", "emph",         "enquote",    "ensuremath",
    "mathbf",    "mathbin",    "mathcal",      "mathfrak",   "mathit",
    "mathop",    "mathrel",    "mathrm",       "mathscr",    "mathsf",
    "mathtt",    "mbox",       "operatorname", "pmb",        "text",
    "textbf",    "textit",     "textmd",       "textnormal", "textrm",
    "textsc",    "textsf",     "texttt",       "textup",     "uline",
    "underline",
};

constexpr std::string_view kSilentCommands[] = {
    "Big",  "Bigg",   "Bigl",     "Bigr",         "bf",    "big", "bigg",
    "bigl", "bigr",   "boldmath", "displaystyle", "em",    "it",  "large",
    "left", "limits", "noindent", "nolimits",     "right", "rm",  "sc",
    "sf",   "sl",     "small",    "textstyle",    "tt",
};

static_assert(std::ranges::is_sorted(kSymbols, {}, &Entry::key));
static_assert(std::ranges::is_sorted(kAccents, {}, &Entry::key));
static_assert(std::ranges::is_sorted(kSuperscripts, {}, &Entry::key));
static_assert(std::ranges::is_sorted(kSubscripts, {}, &Entry::key));
static_assert(std::ranges::is_sorted(kBlackboard, {}, &Entry::key));
static_assert(std::ranges::is_sorted(kStyleCommands));
static_assert(std::ranges::is_sorted(kSilentCommands));

std::optional<std::string_view> Find(std::span<const Entry> table,
                                     std::string_view key) {
  const auto entry = std::ranges::lower_bound(table, key, {}, &Entry::key);
  if (entry == table.end() || entry->key != key) return std::nullopt;
  return entry->value;
}

// The bytes of the character that begins `text`, which is not empty.
size_t CharacterSize(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && (text[size] & 0xC0) == 0x80) ++size;
  return size;
}

std::optional<std::string> MapAll(std::span<const Entry> table,
                                  std::string_view text) {
  std::string mapped;
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const auto character = Find(table, text.substr(0, size));
    if (!character) return std::nullopt;
    mapped += *character;
    text.remove_prefix(size);
  }
  return mapped;
}

}  // namespace

std::optional<std::string_view> SymbolOf(std::string_view command) {
  return Find(kSymbols, command);
}

std::optional<std::string_view> AccentOf(std::string_view command) {
  return Find(kAccents, command);
}

bool IsStyleCommand(std::string_view command) {
  return std::ranges::binary_search(kStyleCommands, command);
}

bool IsSilentCommand(std::string_view command) {
  return std::ranges::binary_search(kSilentCommands, command);
}

std::optional<std::string> Superscript(std::string_view text) {
  return MapAll(kSuperscripts, text);
}

std::optional<std::string> Subscript(std::string_view text) {
  return MapAll(kSubscripts, text);
}

std::optional<std::string_view> Blackboard(std::string_view letter) {
  return Find(kBlackboard, letter);
}

}  // namespace broadsheet::gateway
