#include "ingest/word_scanner.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "common/errors.h"
#include "ingest/stop_words.h"
#include "libstemmer.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"
#include "unicode/utext.h"
#include "unicode/utf8.h"

namespace broadsheet::ingest {
namespace {

// What is longer is no word.
constexpr size_t kMaxWordBytes = 64;
// From here on begin scripts that write no spaces between words (Thai, Lao,
// Han, kana).
constexpr UChar32 kFirstDictionaryCharacter = 0x0e00;

constexpr std::array<bool, 256> MakeAlnum() {
  std::array<bool, 256> alnum{};
  for (char c = '0'; c <= '9'; ++c) alnum[static_cast<size_t>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) alnum[static_cast<size_t>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) alnum[static_cast<size_t>(c)] = true;
  return alnum;
}
constexpr std::array<bool, 256> kAlnum = MakeAlnum();

bool IsAsciiAlnum(char c) { return kAlnum[static_cast<unsigned char>(c)]; }

// FNV-1a, with its bits mixed: the sketch takes columns from all of them.
TermId HashOf(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash ^= hash >> 33;
  return hash == 0 ? 1 : hash;
}

// Length of the character of a word at `at`; 0 when it is none.
size_t WordCharacter(std::string_view text, size_t at, bool* dictionary) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return kAlnum[byte] ? 1 : 0;
  size_t next = at;
  UChar32 character;
  U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), next, text.size(),
          character);
  if (character < 0) return 0;
  const bool mark = (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0;
  if (!u_isalnum(character) && !mark) return 0;
  if (character >= kFirstDictionaryCharacter) *dictionary = true;
  return next - at;
}

// Where a formula, a TeX command or an address that begins at `at` ends; `at`
// when none does.
size_t SkipNoWords(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '$') {
    const size_t end = text.find('$', at + 1);
    return end == std::string_view::npos ? at + 1 : end + 1;
  }
  if (c == '\\') {
    ++at;
    while (at < text.size() &&
           absl::ascii_isalpha(static_cast<unsigned char>(text[at]))) {
      ++at;
    }
    return at;
  }
  const bool address = c == 'h' && (text.substr(at, 7) == "http://" ||
                                    text.substr(at, 8) == "https://");
  if (!address) return at;
  return std::min(text.find_first_of(" \n", at), text.size());
}

bool IsNumber(std::string_view word) {
  return std::ranges::all_of(
      word, [](unsigned char c) { return absl::ascii_isdigit(c) || c == '-'; });
}

bool IsPlainEnglish(std::string_view word) {
  return std::ranges::all_of(
      word, [](unsigned char c) { return absl::ascii_islower(c); });
}

std::string Lower(std::string_view word) {
  const bool ascii =
      std::ranges::all_of(word, [](unsigned char c) { return c < 0x80; });
  if (ascii) return absl::AsciiStrToLower(AsAbsl(word));
  std::string lower;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<int32_t>(word.size())))
      .toLower(icu::Locale::getRoot())
      .toUTF8String(lower);
  return lower;
}

}  // namespace

TermId PhraseId(TermId first, TermId second) {
  uint64_t hash = (first * 0x9e3779b97f4a7c15 + second) ^ (first >> 29);
  hash = (hash ^ (hash >> 32)) * 0xd6e8feb86659fd93;
  hash ^= hash >> 32;
  return hash == 0 ? 1 : hash;
}

void WordScanner::StemmerDeleter::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

WordScanner::WordScanner() : stemmer_(sb_stemmer_new("english", nullptr)) {}
WordScanner::~WordScanner() = default;

void WordScanner::Append(std::string_view text, size_t max_words,
                         std::vector<ScannedWord>* words) {
  words_ = words;
  first_ = words->size();
  limit_ = first_ + max_words;
  keys_.clear();
  for (size_t at = 0; at < text.size() && words->size() < limit_;) {
    const char c = text[at];
    // Blanks and punctuation.
    const bool nothing = static_cast<unsigned char>(c) < 0x80 && c != '$' &&
                         c != '\\' && !IsAsciiAlnum(c);
    if (nothing) {
      ++at;
      continue;
    }
    const size_t end = SkipNoWords(text, at);
    at = end > at ? end : ReadWord(text, at);
  }
  LookUp(text);
}

// Words that are too long to be kept have key 0.
KnownWords::Key WordScanner::KeyOf(std::string_view text, size_t begin,
                                   size_t end) {
  if (end - begin > KnownWords::kMaxBytes) return 0;
  return KnownWords::KeyOf(text, begin, end);
}

TermId WordScanner::IdOf(std::string_view word) {
  return Look(word, KeyOf(word, 0, word.size())).term;
}

// Reads the word or the character at `begin`; answers what comes behind it.
size_t WordScanner::ReadWord(std::string_view text, size_t begin) {
  size_t end = ReadAsciiWord(text, begin);
  if (end == begin) end = ReadAnyWord(text, begin);
  if (end == begin) return begin + 1;
  // "Bayes's" is "Bayes".
  return text.substr(end, 2) == "'s" ? end + 2 : end;
}

// What nearly all words are: like ReadAnyWord, but answers `begin` also when
// the word is not all ASCII.
size_t WordScanner::ReadAsciiWord(std::string_view text, size_t begin) {
  size_t at = begin;
  while (at < text.size() &&
         (IsAsciiAlnum(text[at]) ||
          (text[at] == '-' && at > begin && at + 1 < text.size() &&
           IsAsciiAlnum(text[at + 1])))) {
    ++at;
  }
  const size_t next = at + (at < text.size() && text[at] == '-' ? 1 : 0);
  if (next < text.size() && static_cast<unsigned char>(text[next]) >= 0x80) {
    return begin;
  }
  if (at == begin) return begin;
  AddWord(text, begin, at);
  return at;
}

// Answers the end of the word that begins at `begin`; `begin` when none does.
size_t WordScanner::ReadAnyWord(std::string_view text, size_t begin) {
  bool dictionary = false;
  bool ignored = false;
  size_t at = begin;
  while (at < text.size()) {
    const size_t length = WordCharacter(text, at, &dictionary);
    if (length > 0) {
      at += length;
      continue;
    }
    const bool hyphen = text[at] == '-' && at > begin && at + 1 < text.size() &&
                        WordCharacter(text, at + 1, &ignored) > 0;
    if (!hyphen) break;
    ++at;
  }
  if (at == begin) return begin;
  if (dictionary) {
    AddDictionaryWords(text, begin, at);
  } else {
    AddWord(text, begin, at);
  }
  return at;
}

void WordScanner::AddWord(std::string_view text, size_t begin, size_t end) {
  if (end - begin > kMaxWordBytes || words_->size() >= limit_) return;
  // The table is larger than the caches: it is looked into when all words are
  // on their way.
  const KnownWords::Key key = KeyOf(text, begin, end);
  known_.Prefetch(key);
  keys_.push_back(key);
  ScannedWord word;
  word.begin = static_cast<uint32_t>(begin);
  word.end = static_cast<uint32_t>(end);
  if (words_->size() > first_) {
    const size_t last = words_->back().end;
    word.follows = begin == last || (begin == last + 1 &&
                                     (text[last] == ' ' || text[last] == '\n'));
  }
  words_->push_back(word);
}

void WordScanner::AddDictionaryWords(std::string_view text, size_t begin,
                                     size_t end) {
  UErrorCode error = U_ZERO_ERROR;
  if (breaks_ == nullptr) {
    breaks_.reset(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  }
  UText run = UTEXT_INITIALIZER;
  utext_openUTF8(&run, text.data() + begin, static_cast<int64_t>(end - begin),
                 &error);
  if (U_SUCCESS(error)) breaks_->setText(&run, error);
  if (U_SUCCESS(error)) {
    int32_t from = breaks_->first();
    for (int32_t to = breaks_->next(); to != icu::BreakIterator::DONE;
         to = breaks_->next()) {
      AddWord(text, begin + static_cast<size_t>(from),
              begin + static_cast<size_t>(to));
      from = to;
    }
  }
  utext_close(&run);
}

void WordScanner::LookUp(std::string_view text) {
  for (size_t i = 0; i < keys_.size(); ++i) {
    ScannedWord& word = (*words_)[first_ + i];
    const Known known =
        Look(text.substr(word.begin, word.end - word.begin), keys_[i]);
    word.term = known.term;
    word.stop = known.stop;
  }
}

WordScanner::Known WordScanner::Look(std::string_view word,
                                     KnownWords::Key key) {
  if (key == 0) return Analyze(Lower(word));
  if (const auto known = known_.Find(key)) return *known;
  const Known known = Analyze(Lower(word));
  known_.Add(key, known);
  return known;
}

WordScanner::Known WordScanner::Analyze(std::string_view lower) {
  const bool stop = IsNumber(lower) || lower.size() < 2 || IsStopWord(lower);
  if (stop || !IsPlainEnglish(lower)) return {HashOf(lower), stop};
  const auto* symbols = reinterpret_cast<const sb_symbol*>(lower.data());
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer_.get(), symbols, static_cast<int>(lower.size()));
  if (stem == nullptr) return {HashOf(lower), stop};  // Out of memory.
  const auto length = static_cast<size_t>(sb_stemmer_length(stemmer_.get()));
  return {HashOf({reinterpret_cast<const char*>(stem), length}), stop};
}

}  // namespace broadsheet::ingest
