#include "gateway/web/tex_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/ascii.h"
#include "gateway/web/tex_symbols.h"

namespace broadsheet::gateway {
namespace {

// Hostile input could nest without end; honest formulas stay below these.
constexpr int kMaxDepth = 16;
constexpr size_t kMaxFormulaBytes = 2000;

using Converted = std::optional<std::string>;

Converted ConvertMath(std::string_view tex, int depth);
std::string ConvertText(std::string_view tex, int depth);

// Reads TeX from the left. All methods keep to `rest`.
struct Reader {
  std::string_view rest;

  bool Done() const { return rest.empty(); }

  // The character that comes next, of one or more bytes.
  std::string_view TakeCharacter() {
    size_t size = 1;
    while (size < rest.size() && (rest[size] & 0xC0) == 0x80) ++size;
    return Take(size);
  }

  // After a backslash: the letters of a command, or its one character.
  std::string_view TakeCommand() {
    size_t size = 0;
    while (size < rest.size() && absl::ascii_isalpha(rest[size])) ++size;
    return size > 0 ? Take(size) : TakeCharacter();
  }

  void SkipSpaces() {
    while (!rest.empty() && absl::ascii_isspace(rest[0])) Take(1);
  }

  // The inside of the {group} that comes next; nothing when none does.
  std::optional<std::string_view> TakeGroup() {
    if (rest.empty() || rest[0] != '{') return std::nullopt;
    int open = 0;
    for (size_t i = 0; i < std::min(rest.size(), kMaxFormulaBytes); ++i) {
      if (rest[i] == '\\')
        ++i;
      else if (rest[i] == '{')
        ++open;
      else if (rest[i] == '}' && --open == 0) {
        return Take(i + 1).substr(1, i - 1);
      }
    }
    return std::nullopt;
  }

  // What a command or ^ takes: a group, a command or a character.
  std::string_view TakeArgument() {
    SkipSpaces();
    if (const auto group = TakeGroup()) return *group;
    const std::string_view before = rest;
    if (rest.starts_with('\\')) {
      Take(1);
      if (!Done()) TakeCommand();
      if (rest.starts_with('{')) TakeGroup();
    } else if (!Done()) {
      TakeCharacter();
    }
    return before.substr(0, before.size() - rest.size());
  }

  std::string_view Take(size_t size) {
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(taken.size());
    return taken;
  }
};

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

// "x" stays, "a+b" becomes "(a+b)".
std::string Bracketed(const std::string& text) {
  const bool word = std::ranges::all_of(
      text, [](char c) { return absl::ascii_isalnum(c) || (c & 0x80) != 0; });
  return word || CountCharacters(text) == 1 ? text : "(" + text + ")";
}

std::string Script(char kind, const std::string& text) {
  const Converted raised = kind == '^' ? Superscript(text) : Subscript(text);
  return raised ? *raised : kind + Bracketed(text);
}

// One formula, without its dollars, on its way to text.
class MathConverter {
 public:
  MathConverter(std::string_view tex, int depth)
      : reader_{tex}, depth_(depth) {}

  Converted Run() {
    if (depth_ > kMaxDepth) return std::nullopt;
    while (!reader_.Done()) {
      if (!Step()) return std::nullopt;
    }
    return std::move(text_);
  }

 private:
  bool Step() {
    const char next = reader_.rest[0];
    if (next == '{') return Add(Argument());
    if (next == '\\') return Command();
    if (next == '^' || next == '_') {
      reader_.Take(1);
      const Converted script = Argument();
      return script && Add(Script(next, *script));
    }
    if (next == '}' || next == '&' || next == '#') return false;
    const std::string_view character = reader_.TakeCharacter();
    return Add(next == '\'' ? "′" : next == '~' ? " " : std::string(character));
  }

  bool Command() {
    reader_.Take(1);
    if (reader_.Done()) return false;
    const std::string_view name = reader_.TakeCommand();
    if (IsSilentCommand(name)) return Silent(name);
    if (IsStyleCommand(name)) return Add(Argument());
    if (name == "mathbb" || name == "mathds") return BlackboardLetters();
    if (name == "frac" || name == "tfrac" || name == "dfrac") return Fraction();
    if (name == "sqrt") return Root();
    if (const auto symbol = SymbolOf(name)) return Add(std::string(*symbol));
    if (const auto accent = AccentOf(name)) return Accent(*accent);
    return false;
  }

  // "\left." has no delimiter to show.
  bool Silent(std::string_view name) {
    const bool fence = name == "left" || name == "right";
    if (fence && reader_.rest.starts_with('.')) reader_.Take(1);
    return true;
  }

  bool BlackboardLetters() {
    const std::string_view letters = reader_.TakeArgument();
    const auto letter = Blackboard(letters);
    return Add(letter ? std::string(*letter) : std::string(letters));
  }

  bool Fraction() {
    const Converted above = Argument();
    const Converted below = Argument();
    return above && below && Add(Bracketed(*above) + "/" + Bracketed(*below));
  }

  bool Root() {
    const Converted inside = Argument();
    return inside && Add("√" + Bracketed(*inside));
  }

  bool Accent(std::string_view mark) {
    const Converted letter = Argument();
    return letter && CountCharacters(*letter) == 1 &&
           Add(*letter + std::string(mark));
  }

  Converted Argument() {
    return ConvertMath(reader_.TakeArgument(), depth_ + 1);
  }

  bool Add(Converted text) {
    if (text) text_ += *text;
    return text.has_value();
  }

  Reader reader_;
  const int depth_;
  std::string text_;
};

// Running text with formulas and commands in it.
class TextConverter {
 public:
  TextConverter(std::string_view tex, int depth)
      : reader_{tex}, depth_(depth) {}

  std::string Run() {
    while (!reader_.Done()) Step();
    return std::move(text_);
  }

 private:
  void Step() {
    const std::string_view rest = reader_.rest;
    if (rest[0] == '$' && Formula()) return;
    if (rest[0] == '\\' && Command()) return;
    if (rest.starts_with("{\\") && StyledGroup()) return;
    if (rest[0] == '~' && Tie()) return;
    if (Replace("``", "“") || Replace("''", "”") || Replace("---", "—")) return;
    text_ += reader_.TakeCharacter();
  }

  bool Replace(std::string_view tex, std::string_view text) {
    if (!reader_.rest.starts_with(tex)) return false;
    reader_.Take(tex.size());
    text_ += text;
    return true;
  }

  // "$5 to $10" is money: a formula has no space inside its dollars and no
  // digit after them.
  bool Formula() {
    const std::string_view mark = reader_.rest.starts_with("$$") ? "$$" : "$";
    const size_t from = mark.size();
    const size_t end =
        reader_.rest.substr(0, kMaxFormulaBytes).find(mark, from);
    if (end == std::string_view::npos || end == from) return false;
    const std::string_view inside = reader_.rest.substr(from, end - from);
    if (absl::ascii_isspace(inside.front()) ||
        absl::ascii_isspace(inside.back())) {
      return false;
    }
    const std::string_view after = reader_.rest.substr(end + from);
    if (!after.empty() && absl::ascii_isdigit(after[0])) return false;
    return AddFormula(inside, end + from);
  }

  bool Delimited(std::string_view closing) {
    const size_t end = reader_.rest.substr(0, kMaxFormulaBytes).find(closing);
    if (end == std::string_view::npos || end < 2) return false;
    return AddFormula(reader_.rest.substr(2, end - 2), end + 2);
  }

  // A formula that has no form as text is shown as it was written.
  bool AddFormula(std::string_view inside, size_t size) {
    const Converted text = ConvertMath(inside, depth_ + 1);
    const std::string_view source = reader_.Take(size);
    text_ += text ? *text : std::string(source);
    return true;
  }

  bool Command() {
    if (reader_.rest.starts_with("\\(")) return Delimited("\\)");
    if (reader_.rest.starts_with("\\[")) return Delimited("\\]");
    Reader ahead = reader_;
    ahead.Take(1);
    if (ahead.Done() || depth_ > kMaxDepth) return false;
    const Converted text = CommandText(ahead.TakeCommand(), &ahead);
    if (!text) return false;
    text_ += *text;
    reader_ = ahead;
    return true;
  }

  Converted CommandText(std::string_view name, Reader* ahead) const {
    if (IsSilentCommand(name)) {
      ahead->SkipSpaces();
      return "";
    }
    if (IsStyleCommand(name)) return Group(ahead);
    if (name == "href" || name == "textcolor") {
      return ahead->TakeGroup() ? Group(ahead) : std::nullopt;
    }
    if (name == "url") return Group(ahead);
    if (name == "textsuperscript" || name == "textsubscript") {
      const Converted text = Group(ahead);
      if (!text) return text;
      return Script(name == "textsuperscript" ? '^' : '_', *text);
    }
    if (const auto accent = AccentOf(name)) return Accented(*accent, ahead);
    if (const auto symbol = SymbolOf(name)) return std::string(*symbol);
    return std::nullopt;
  }

  Converted Group(Reader* ahead) const {
    const auto inside = ahead->TakeGroup();
    if (!inside) return std::nullopt;
    return ConvertText(*inside, depth_ + 1);
  }

  Converted Accented(std::string_view mark, Reader* ahead) const {
    std::string_view letter = ahead->TakeArgument();
    if (letter == "\\i") letter = "i";
    if (letter.size() != 1 || !absl::ascii_isalpha(letter[0])) {
      return std::nullopt;
    }
    return std::string(letter) + std::string(mark);
  }

  // "{\it Text}": the braces only limit the style.
  bool StyledGroup() {
    const auto inside = reader_.TakeGroup();
    if (!inside || depth_ > kMaxDepth) return false;
    text_ += ConvertText(*inside, depth_ + 1);
    return true;
  }

  // "Fig.~3" ties with a space; "~10" and "/~user" mean the character.
  bool Tie() {
    const bool tied =
        !text_.empty() && reader_.rest.size() > 1 &&
        (absl::ascii_isalnum(text_.back()) || text_.back() == '.') &&
        !absl::ascii_isspace(reader_.rest[1]);
    return tied && Replace("~", "\u00A0");
  }

  Reader reader_;
  const int depth_;
  std::string text_;
};

Converted ConvertMath(std::string_view tex, int depth) {
  return MathConverter(tex, depth).Run();
}

std::string ConvertText(std::string_view tex, int depth) {
  if (depth > kMaxDepth) return std::string(tex);
  return TextConverter(tex, depth).Run();
}

}  // namespace

std::string PlainText(std::string_view tex) {
  // Most texts have nothing to convert.
  if (tex.find_first_of("$\\~`'-") == std::string_view::npos) {
    return std::string(tex);
  }
  return ConvertText(tex, 0);
}

}  // namespace broadsheet::gateway
