#include "ingest/sentence_splitter.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/ascii.h"
#include "common/errors.h"
#include "unicode/uchar.h"
#include "unicode/utext.h"
#include "unicode/utf8.h"

namespace broadsheet::ingest {
namespace {

// Before a full stop that ends no sentence. Sorted.
constexpr std::string_view kAbbreviations[] = {
    "al",  "approx", "cf",   "ch",   "dr",   "e.g", "eg",   "eq",
    "eqn", "eqs",    "fig",  "figs", "i.e",  "ie",  "mr",   "mrs",
    "ms",  "no",     "p",    "pp",   "prof", "ref", "refs", "resp",
    "sec", "secs",   "sect", "st",   "v",    "vol", "vs",   "w.r.t",
};
static_assert(std::is_sorted(std::begin(kAbbreviations),
                             std::end(kAbbreviations)));
constexpr size_t kMaxAbbreviationBytes = 6;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// The word that ends before `end`, with the full stops inside of it.
std::string_view WordBefore(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin <= kMaxAbbreviationBytes + 1) {
    const auto c = static_cast<unsigned char>(text[begin - 1]);
    if (!absl::ascii_isalpha(c) && c != '.') break;
    --begin;
  }
  return text.substr(begin, end - begin);
}

// Whether the full stop at `at` belongs to an abbreviation or an initial.
bool Abbreviates(std::string_view text, size_t at) {
  const std::string_view word = WordBefore(text, at);
  if (word.empty() || word.size() > kMaxAbbreviationBytes) return false;
  if (word.size() == 1 && absl::ascii_isupper(word[0])) {
    return at < 2 || text[at - 2] == ' ' || text[at - 2] == '.';
  }
  return std::binary_search(std::begin(kAbbreviations),
                            std::end(kAbbreviations),
                            absl::AsciiStrToLower(AsAbsl(word)));
}

// Behind a closing bracket or quotation mark a full stop still ends.
size_t SkipClosers(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (std::string_view(")]'\"").find(text[at]) != std::string_view::npos) {
      ++at;
    } else if (text.substr(at, 3) == "\u201d" ||
               text.substr(at, 3) == "\u2019") {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

// What comes after the space goes on with the sentence when it begins small.
bool BeginsSentence(std::string_view text, size_t at) {
  if (at >= text.size()) return true;
  UChar32 character;
  U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), at, text.size(),
          character);
  return character > 0 && !u_islower(character) && character != ',' &&
         character != ';';
}

// Where the sentence ends whose stop is at `at`; 0 when it ends none.
size_t EndAfterStop(std::string_view text, size_t at) {
  const char c = text[at];
  if (c != '.' && c != '!' && c != '?') return 0;
  if (c == '.' && Abbreviates(text, at)) return 0;
  const size_t end = SkipClosers(text, at + 1);
  if (end < text.size() && !IsSpace(text[end])) return 0;
  const size_t next = text.find_first_not_of(" \n\t", end);
  return next == std::string_view::npos || BeginsSentence(text, next) ? end : 0;
}

// Behind the formula that begins at `at`; a "$" without another in its
// paragraph begins none.
size_t SkipMath(std::string_view text, size_t at) {
  const size_t end = text.find_first_of("$\n", at + 1);
  if (end == std::string_view::npos || text[end] == '\n') return at + 1;
  return end + 1;
}

// Where the first byte from `at` on is that is not ASCII, or the end.
size_t EndOfAscii(std::string_view text, size_t at) {
  // Eight bytes at once: nearly all texts are ASCII from end to end.
  uint64_t eight = 0;
  for (; at + sizeof(eight) <= text.size(); at += sizeof(eight)) {
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    if ((eight & 0x8080808080808080) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// Full stops other than Latin ones come with scripts from Hebrew on, and in
// full width.
bool NeedsIcu(std::string_view text) {
  for (size_t at = EndOfAscii(text, 0); at < text.size();
       at = EndOfAscii(text, at + 1)) {
    const auto c = static_cast<unsigned char>(text[at]);
    if ((c >= 0xd6 && c <= 0xe1) || c >= 0xe3) return true;
  }
  return false;
}

constexpr std::array<bool, 256> MakeSigns() {
  std::array<bool, 256> signs{};
  for (const char c : {'.', '$', '\n', '!', '?'}) {
    signs[static_cast<unsigned char>(c)] = true;
  }
  return signs;
}

// Anything else goes on with the sentence.
bool IsSign(char c) {
  static constexpr std::array<bool, 256> kSigns = MakeSigns();
  return kSigns[static_cast<unsigned char>(c)];
}

std::string_view Trimmed(std::string_view text) {
  return AsStd(absl::StripAsciiWhitespace(AsAbsl(text)));
}

}  // namespace

std::vector<std::string_view> SentenceSplitter::Split(std::string_view text,
                                                      size_t max_sentences) {
  std::vector<size_t> icu_breaks;
  if (NeedsIcu(text)) icu_breaks = IcuBreaks(text);
  auto next_break = icu_breaks.begin();
  std::vector<std::string_view> sentences;
  sentences.reserve(std::min<size_t>(max_sentences, 16));
  size_t begin = 0;
  const auto close = [&](size_t end) {
    const std::string_view sentence = Trimmed(text.substr(begin, end - begin));
    if (!sentence.empty()) sentences.push_back(sentence);
    begin = end;
  };
  for (size_t at = 0; sentences.size() < max_sentences;) {
    while (icu_breaks.empty() && at < text.size() && !IsSign(text[at])) ++at;
    if (at >= text.size()) break;
    const char c = text[at];
    if (c == '$' && (at == 0 || text[at - 1] != '\\')) {
      at = SkipMath(text, at);
      continue;
    }
    while (next_break != icu_breaks.end() && *next_break < at) ++next_break;
    const bool icu = next_break != icu_breaks.end() && *next_break == at;
    // ICU's answer counts only behind stops that are not Latin.
    if (icu && at > 0 && static_cast<unsigned char>(text[at - 1]) >= 0x80) {
      close(at);
    }
    if (c == '\n') close(at);
    const size_t end = EndAfterStop(text, at);
    if (end > 0) close(end);
    at = std::max(end, at + 1);
  }
  if (sentences.size() < max_sentences) close(text.size());
  return sentences;
}

std::vector<size_t> SentenceSplitter::IcuBreaks(std::string_view text) {
  std::vector<size_t> places;
  UErrorCode error = U_ZERO_ERROR;
  if (breaks_ == nullptr) {
    breaks_.reset(icu::BreakIterator::createSentenceInstance(
        icu::Locale::getRoot(), error));
  }
  UText whole = UTEXT_INITIALIZER;
  utext_openUTF8(&whole, text.data(), static_cast<int64_t>(text.size()),
                 &error);
  if (U_SUCCESS(error)) breaks_->setText(&whole, error);
  if (U_SUCCESS(error)) {
    for (int32_t at = breaks_->first(); at != icu::BreakIterator::DONE;
         at = breaks_->next()) {
      places.push_back(static_cast<size_t>(at));
    }
  }
  utext_close(&whole);
  return places;
}

}  // namespace broadsheet::ingest
