#include "recommend/text_folding.h"

#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "unicode/brkiter.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"
#include "unicode/utext.h"
#include "unicode/utf8.h"

namespace broadsheet::recommend {
namespace {

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// Letters that have no decomposition, and punctuation with many forms.
void AppendPlain(UChar32 c, icu::UnicodeString* out) {
  switch (c) {
    case 0xF8:
      out->append(u'o');
      return;  // o with stroke
    case 0x142:
      out->append(u'l');
      return;  // l with stroke
    case 0x111:
      out->append(u'd');
      return;  // d with stroke
    case 0x131:
      out->append(u'i');
      return;  // dotless i
    case 0xE6:
      out->append(u"ae", 2);
      return;  // ae
    case 0x153:
      out->append(u"oe", 2);
      return;  // oe
    case 0x2018:
    case 0x2019:
      out->append(u'\'');
      return;
    case 0x2010:
    case 0x2011:
      out->append(u'-');
      return;
    default:
      out->append(c);
  }
}

// Of small Greek letters, from alpha to omega.
constexpr UChar32 kFirstGreek = 0x3B1;
constexpr std::array<const char16_t*, 25> kGreekNames = {
    u"alpha",   u"beta", u"gamma", u"delta",  u"epsilon", u"zeta", u"eta",
    u"theta",   u"iota", u"kappa", u"lambda", u"mu",      u"nu",   u"xi",
    u"omicron", u"pi",   u"rho",   u"sigma",  u"sigma",   u"tau",  u"upsilon",
    u"phi",     u"chi",  u"psi",   u"omega"};

bool IsGreek(UChar32 c) {
  return c >= kFirstGreek &&
         c < kFirstGreek + static_cast<UChar32>(kGreekNames.size());
}

// A Greek letter among others is part of a word; by itself it is a symbol, and
// the same as its name.
class Writer {
 public:
  void Add(UChar32 c) {
    Flush(IsGreek(c));
    if (IsGreek(c)) {
      held_ = c;
    } else {
      AppendPlain(c, &text_);
    }
  }
  icu::UnicodeString Take() {
    Flush(false);
    return std::move(text_);
  }

 private:
  void Flush(bool greek_follows) {
    if (held_ != 0) {
      if (in_word_ || greek_follows) {
        text_.append(held_);
      } else {
        text_.append(icu::UnicodeString(kGreekNames[held_ - kFirstGreek]));
      }
    }
    in_word_ = held_ != 0 && greek_follows;
    held_ = 0;
  }

  icu::UnicodeString text_;
  UChar32 held_ = 0;      // Greek, until what follows is known.
  bool in_word_ = false;  // Greek stands before it.
};

// Case and width, then decomposition; marks are dropped.
std::string FoldUnicode(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const auto* decompose = icu::Normalizer2::getNFDInstance(error);
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_FAILURE(error)) return "";
  icu::UnicodeString parts =
      decompose->normalize(fold->normalize(source, error), error);
  if (U_FAILURE(error)) return "";
  Writer plain;
  for (int32_t i = 0; i < parts.length();) {
    const UChar32 c = parts.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) != U_NON_SPACING_MARK) plain.Add(c);
  }
  std::string folded;
  plain.Take().toUTF8String(folded);
  return folded;
}

}  // namespace

std::string FoldText(std::string_view text) {
  if (!IsAscii(text)) return FoldUnicode(text);
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

size_t WordCharacter(std::string_view text, size_t at, bool* dictionary) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  int32_t next = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(bytes, next, size, c);
  if (c < 0) return 0;
  const int8_t type = u_charType(c);
  const bool mark = type == U_COMBINING_SPACING_MARK;
  if (!u_isalnum(c) && !mark) return 0;
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) ||
      u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT ||
      (c >= 0x3040 && c <= 0x30FF)) {
    *dictionary = true;
  }
  return static_cast<size_t>(next) - at;
}

std::vector<std::string_view> SplitByDictionary(std::string_view run) {
  std::vector<std::string_view> words;
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, run.data(), static_cast<int64_t>(run.size()), &error);
  if (U_FAILURE(error)) return {run};
  breaks->setText(&text, error);
  int32_t begin = breaks->first();
  for (int32_t end = breaks->next(); end != icu::BreakIterator::DONE;
       begin = end, end = breaks->next()) {
    words.push_back(run.substr(begin, end - begin));
  }
  utext_close(&text);
  return words;
}

}  // namespace broadsheet::recommend
