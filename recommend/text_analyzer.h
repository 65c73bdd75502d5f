#ifndef BROADSHEET_RECOMMEND_TEXT_ANALYZER_H_
#define BROADSHEET_RECOMMEND_TEXT_ANALYZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

struct sb_stemmer;

namespace broadsheet::recommend {

// Of what is made of a text: terms, words, keys. To be raised with every change
// of them, since segments hold what an earlier build has made.
inline constexpr int kAnalysisVersion = 2;

// One index term of a text.
struct Token {
  std::string text;
  // Number of the written word it belongs to, from 0. "GPT-4" is one word with
  // the terms "gpt", "4" and the joined "gpt4", which "GPT4" gives too.
  int word = 0;
  // Among the words too frequent to carry meaning ("the").
  bool stop = false;
  // Not written so: the whole of a hyphenated word, in one, or `letters`.
  bool joined = false;
  // Those in front of a digit, "llama" of "Llama3": a text is found by them; in
  // a query they say less than the word does.
  bool letters = false;
};

// Turns text of any language into index terms: case folded (NFKC), diacritics
// dropped, cut into words (by dictionary where a script writes no spaces),
// English words stemmed (Snowball). Of TeX, names of fonts, accents and spaces
// are no words; a Greek letter is its name, as "\alpha" is. ASCII text takes a
// fast path without ICU.
//
// Not thread-safe; making one costs about a microsecond. Keeping one is faster
// for many texts: it remembers stems, in a bounded table.
class TextAnalyzer {
 public:
  TextAnalyzer();
  ~TextAnalyzer();
  TextAnalyzer(const TextAnalyzer&) = delete;
  TextAnalyzer& operator=(const TextAnalyzer&) = delete;

  // Replaces `tokens` by those of `text`. Bytes that are not UTF-8 separate
  // words. Words over 64 bytes are cut.
  void Analyze(std::string_view text, std::vector<Token>* tokens);

  // Visits the words of the text analysed last, by the parts between hyphens,
  // folded but not stemmed.
  template <class Visit>
  void ForEachPart(const Visit& visit) const {
    for (const Word& word : words_) {
      for (const std::string_view part : word.parts) visit(part);
    }
  }

  // The words of `text`, folded but not stemmed, with one space between: equal
  // for two spellings of one title ("Résumé: a Test" and "resume a test").
  std::string Key(std::string_view text);

 private:
  // One word between separators, with its parts between hyphens.
  struct Word {
    std::vector<std::string_view> parts;
  };

  // Folds into folded_ and cuts it into words_.
  void Split(std::string_view text);
  void SplitWords();
  size_t ReadMacro(size_t begin);
  size_t ReadWord(size_t begin);
  void AddWord(Word word);
  // `token` has all but what follows from `part`; none is added for "".
  void AddTerm(std::string_view part, Token token, std::vector<Token>* tokens);
  const std::string& Stem(std::string_view word);

  struct StemmerDeleter {
    void operator()(sb_stemmer* stemmer) const;
  };
  std::unique_ptr<sb_stemmer, StemmerDeleter> stemmer_;
  // Stems of words met; texts repeat theirs, and stemming is the dear part.
  absl::flat_hash_map<std::string, std::string> stems_;
  std::string folded_;
  std::vector<Word> words_;  // Views into folded_.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TEXT_ANALYZER_H_
