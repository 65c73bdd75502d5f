#ifndef BROADSHEET_INGEST_WORD_SCANNER_H_
#define BROADSHEET_INGEST_WORD_SCANNER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "ingest/known_words.h"
#include "unicode/brkiter.h"

struct sb_stemmer;

namespace broadsheet::ingest {

// What equal words of a language have in common, as a number that is the same
// in every process. Never 0.
using TermId = uint64_t;

// The id of a phrase: its words' in their order.
TermId PhraseId(TermId first, TermId second);

// A word of a text. Words in hyphens are one.
struct ScannedWord {
  uint32_t begin = 0;  // Bytes in the text.
  uint32_t end = 0;
  TermId term = 0;       // Of its stem.
  bool stop = false;     // Says nothing about the subject, or is a number.
  bool follows = false;  // Only one space is between it and the word before.
};

// Finds the words of texts: English ones are stemmed, scripts without spaces
// cut by ICU's dictionaries. Formulas between "$", TeX commands and addresses
// have no words. Broken UTF-8 is skipped. Remembers stems; not thread-safe.
class WordScanner {
 public:
  WordScanner();
  ~WordScanner();
  WordScanner(const WordScanner&) = delete;
  WordScanner& operator=(const WordScanner&) = delete;

  // Appends the first `max_words` of `text` to `words`.
  void Append(std::string_view text, size_t max_words,
              std::vector<ScannedWord>* words);
  // The id of one English word.
  TermId IdOf(std::string_view word);

 private:
  using Known = KnownWords::Word;
  struct StemmerDeleter {
    void operator()(sb_stemmer* stemmer) const;
  };

  size_t ReadWord(std::string_view text, size_t begin);
  size_t ReadAsciiWord(std::string_view text, size_t begin);
  size_t ReadAnyWord(std::string_view text, size_t begin);
  void AddWord(std::string_view text, size_t begin, size_t end);
  void AddDictionaryWords(std::string_view text, size_t begin, size_t end);
  void LookUp(std::string_view text);
  static KnownWords::Key KeyOf(std::string_view text, size_t begin, size_t end);
  Known Look(std::string_view word, KnownWords::Key key);
  Known Analyze(std::string_view lower);

  std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer_;
  std::unique_ptr<icu::BreakIterator> breaks_;  // Made when it is needed.
  KnownWords known_;
  std::vector<ScannedWord>* words_ = nullptr;
  std::vector<KnownWords::Key> keys_;  // Of the text's words.
  size_t first_ = 0;                   // The text's first word in words_.
  size_t limit_ = 0;                   // So many words_ may become.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_WORD_SCANNER_H_
