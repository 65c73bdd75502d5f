#include "ingest/tex_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "common/text.h"
#include "ingest/tex_address.h"
#include "ingest/tex_braces.h"
#include "ingest/tex_letter.h"
#include "ingest/tex_macros.h"

namespace broadsheet::ingest {
namespace {

using Kind = TexMacro::Kind;

constexpr size_t kMaxBytes = 1 << 20;
constexpr size_t kNone = std::string_view::npos;

bool IsSpace(char c) {
  return absl::ascii_isspace(static_cast<unsigned char>(c));
}
bool IsAlpha(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c));
}

// Characters that Step looks at; others are copied in runs.
constexpr std::array<bool, 256> MakeSpecial() {
  std::array<bool, 256> special{};
  for (unsigned char c :
       {'\\', '$', '{', '}', '~', '-', '`', '\'', '^', '_', 'h', 'f'}) {
    special[c] = true;
  }
  return special;
}
constexpr std::array<bool, 256> kSpecial = MakeSpecial();

bool IsSpecial(char c) { return kSpecial[static_cast<unsigned char>(c)]; }

// What there is to do for a text.
enum class Work { kNothing, kNormalize, kRead };

// ASCII is NFC; everything in TeX has one of few characters in it.
Work WorkFor(std::string_view text) {
  Work work = Work::kNothing;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) work = Work::kNormalize;
    if (!IsSpecial(c)) continue;
    if (c == '\\' || c == '{' || c == '}' || c == '~') return Work::kRead;
    const bool is_paired = c == '-' || c == '`';
    if (is_paired && i > 0 && text[i - 1] == c) return Work::kRead;
  }
  return work;
}

// Reads a text from its beginning to its end, once. What is searched for and
// not found is remembered, so that no part is searched twice.
class TexReader {
 public:
  explicit TexReader(std::string_view text) : text_(text), braces_(text) {}

  std::string Read() {
    out_.reserve(text_.size());
    while (at_ < text_.size()) Step();
    return std::move(out_);
  }

 private:
  struct Suffix {
    size_t close;  // The brace that it stands for.
    std::string text;
  };

  void Step();
  void CopyTo(size_t end);
  void Macro();
  void UnknownMacro(std::string_view name);
  void Accent(const TexMacro& macro);
  bool Url();
  bool Href();
  void Open();
  void Close();
  void Script();
  void Dollar();
  bool MathTo(std::string_view end, size_t from, bool* absent);
  void Tie();
  void Dashes();
  void Quotes();
  void PlainOrAddress();
  std::string_view NameAt(size_t at) const { return MacroNameAt(text_, at); }
  size_t Skip(size_t at) const { return SkipSpaces(text_, at); }
  size_t CloseOf(size_t open) const { return braces_.CloseOf(open); }
  std::string AddressIn(size_t from, size_t to) const {
    return AddressWrittenAs(text_.substr(from, to - from));
  }

  const std::string_view text_;
  TexBraces braces_;
  size_t at_ = 0;
  std::string out_;
  std::vector<Suffix> suffixes_;  // The innermost last.
  int open_quotes_ = 0;
  bool no_dollar_ = false;
  bool no_double_dollar_ = false;
  bool no_parenthesis_ = false;
  bool no_bracket_ = false;
  bool no_end_ = false;
};

void TexReader::Step() {
  switch (text_[at_]) {
    case '\\':
      return Macro();
    case '$':
      return Dollar();
    case '{':
      return Open();
    case '}':
      return Close();
    case '~':
      return Tie();
    case '-':
      return Dashes();
    case '`':
    case '\'':
      return Quotes();
    case '^':
    case '_':
      return Script();
    default:
      return PlainOrAddress();
  }
}

void TexReader::CopyTo(size_t end) {
  out_.append(text_.substr(at_, end - at_));
  at_ = end;
}

void TexReader::Macro() {
  const std::string_view name = NameAt(at_);
  if (name == "(" && MathTo("\\)", at_ + 2, &no_parenthesis_)) return;
  if (name == "[" && MathTo("\\]", at_ + 2, &no_bracket_)) return;
  if (name == "begin" && MathTo("\\end{", at_ + 6, &no_end_)) return;
  const TexMacro* macro = FindTexMacro(name);
  if (macro == nullptr) return UnknownMacro(name);
  const size_t end = at_ + 1 + name.size();
  switch (macro->kind) {
    case Kind::kAccent:
      return Accent(*macro);
    case Kind::kLetter:
    case Kind::kLook:
      out_.append(macro->text);
      at_ = Skip(end);
      return;
    case Kind::kSymbol:
      out_.append(macro->text);
      at_ = end;
      return;
    case Kind::kUrl:
      if (!Url()) UnknownMacro(name);
      return;
    case Kind::kHref:
      if (!Href()) UnknownMacro(name);
      return;
  }
}

// Its arguments may mean anything: they stay, too.
void TexReader::UnknownMacro(std::string_view name) {
  CopyTo(at_ + 1 + name.size());
  while (CloseOf(at_) != kNone) CopyTo(CloseOf(at_) + 1);
}

void TexReader::Accent(const TexMacro& macro) {
  const size_t end = at_ + 1 + macro.name.size();
  const bool is_word = IsAlpha(macro.name[0]);
  if (auto letter = ParseTexLetter(text_, at_, &braces_)) {
    out_.append(letter->text);
    at_ = letter->end;
  } else if (!is_word && CloseOf(end) != kNone &&
             Skip(end + 1) == CloseOf(end)) {
    // "\~{}" is the accent by itself.
    out_.append(macro.name);
    at_ = CloseOf(end) + 1;
  } else {
    UnknownMacro(macro.name);
  }
}

bool TexReader::Url() {
  const size_t open = Skip(at_ + 1 + NameAt(at_).size());
  const size_t close = CloseOf(open);
  if (close == kNone) return false;
  out_.append(AddressIn(open + 1, close));
  at_ = close + 1;
  return true;
}

// "\href{ADDRESS}{TEXT}" becomes "TEXT (ADDRESS)".
bool TexReader::Href() {
  const size_t open = Skip(at_ + 1 + NameAt(at_).size());
  const size_t close = CloseOf(open);
  if (close == kNone) return false;
  const size_t shown = Skip(close + 1);
  const size_t shown_close = CloseOf(shown);
  if (shown_close == kNone) return false;
  const std::string address = AddressIn(open + 1, close);
  // Only what can be equal is compared: such links may be nested.
  const bool is_short = shown_close - shown <= 2 * (close - open);
  if (shown_close == shown + 1 ||
      (is_short && AddressIn(shown + 1, shown_close) == address)) {
    out_.append(address);
    at_ = shown_close + 1;
    return true;
  }
  suffixes_.push_back({shown_close, " (" + address + ")"});
  braces_.Drop(shown_close);
  at_ = shown + 1;
  return true;
}

// Braces that only hold things together go; what an unknown macro needs stays.
void TexReader::Open() {
  const size_t close = CloseOf(at_);
  if (close == kNone) return CopyTo(at_ + 1);
  const size_t first = Skip(at_ + 1);
  if (text_[first] == '\\' && FindTexMacro(NameAt(first)) == nullptr) {
    return CopyTo(close + 1);
  }
  braces_.Drop(close);
  ++at_;
}

void TexReader::Close() {
  if (!braces_.IsDropped(at_)) return CopyTo(at_ + 1);
  if (!suffixes_.empty() && suffixes_.back().close == at_) {
    out_.append(suffixes_.back().text);
    suffixes_.pop_back();
  }
  ++at_;
}

// "10^{-3}" outside of math.
void TexReader::Script() {
  CopyTo(at_ + 1);
  if (CloseOf(at_) != kNone) CopyTo(CloseOf(at_) + 1);
}

// Copies up to `end`, which is searched for at `from`; false when it is not
// there, then and later.
bool TexReader::MathTo(std::string_view end, size_t from, bool* absent) {
  if (*absent) return false;
  size_t found = text_.find(end, from);
  if (found == kNone) {
    *absent = true;
    return false;
  }
  found += end.size();
  // "\end{" has a name after it.
  const size_t close = CloseOf(found - 1);
  CopyTo(close == kNone ? found : close + 1);
  return true;
}

void TexReader::Dollar() {
  if (text_.substr(at_, 2) == "$$") {
    if (!MathTo("$$", at_ + 2, &no_double_dollar_)) CopyTo(at_ + 2);
    return;
  }
  size_t end = no_dollar_ ? text_.size() : at_ + 1;
  while (end < text_.size() && text_[end] != '$') {
    end += text_[end] == '\\' ? 2 : 1;
  }
  if (end < text_.size()) return CopyTo(end + 1);
  no_dollar_ = true;
  CopyTo(at_ + 1);
}

// "Fig.~3" has a space there, "a ~10 MeV beam" means "about".
void TexReader::Tie() {
  const bool ties = at_ > 0 && !IsSpace(text_[at_ - 1]) &&
                    text_[at_ - 1] != '(' && at_ + 1 < text_.size() &&
                    !IsSpace(text_[at_ + 1]);
  out_.push_back(ties ? ' ' : '~');
  ++at_;
}

void TexReader::Dashes() {
  const size_t end = std::min(text_.find_first_not_of('-', at_), text_.size());
  const size_t count = end - at_;
  if (count != 2 && count != 3) return CopyTo(end);
  out_.append(count == 2 ? "\u2013" : "\u2014");
  at_ = end;
}

// Single ones are apostrophes as often as quotes, and "f''" is a derivative
// unless a quote was opened.
void TexReader::Quotes() {
  const std::string_view pair = text_.substr(at_, 2);
  if (pair == "``") {
    ++open_quotes_;
    out_.append("\u201c");
    at_ += 2;
  } else if (pair == "''" && open_quotes_ > 0) {
    --open_quotes_;
    out_.append("\u201d");
    at_ += 2;
  } else {
    CopyTo(at_ + 1);
  }
}

void TexReader::PlainOrAddress() {
  if (StartsWithAddress(text_.substr(at_))) {
    const size_t end = at_ + AddressLength(text_.substr(at_));
    out_.append(AddressIn(at_, end));
    at_ = end;
    return;
  }
  size_t end = at_ + 1;
  while (end < text_.size() && !IsSpecial(text_[end])) ++end;
  CopyTo(end);
}

}  // namespace

std::string TexToUnicode(std::string_view text) {
  if (text.size() > kMaxBytes) return std::string(text);
  const Work work = WorkFor(text);
  if (work == Work::kNothing) return std::string(text);
  auto normal =
      work == Work::kRead ? ToNfc(TexReader(text).Read()) : ToNfc(text);
  return normal.ok() ? *std::move(normal) : std::string(text);
}

}  // namespace broadsheet::ingest
