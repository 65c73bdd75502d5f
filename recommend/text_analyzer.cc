#include "recommend/text_analyzer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/errors.h"
#include "common/text.h"
#include "libstemmer.h"
#include "recommend/text_folding.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxWordBytes = 64;
constexpr size_t kMaxStems = 100'000;
// Longer chains of hyphens are lists, not words.
constexpr size_t kMaxParts = 6;

// Lucene's English stop words, sorted.
constexpr std::array<std::string_view, 33> kStopWords = {
    "a",    "an",   "and",  "are",  "as",   "at",    "be",   "but",   "by",
    "for",  "if",   "in",   "into", "is",   "it",    "no",   "not",   "of",
    "on",   "or",   "such", "that", "the",  "their", "then", "there", "these",
    "they", "this", "to",   "was",  "will", "with"};

// Names in TeX that say how letters look, where they stand or how far apart;
// sorted.
constexpr std::array<std::string_view, 75> kFormatting = {
    "acute",    "bar",          "begin",    "bf",         "big",
    "bigg",     "biggl",        "biggr",    "bigl",       "bigr",
    "bm",       "boldsymbol",   "breve",    "cal",        "check",
    "ddot",     "displaystyle", "dot",      "em",         "emph",
    "end",      "ensuremath",   "grave",    "hat",        "hbox",
    "hspace",   "huge",         "it",       "large",      "left",
    "limits",   "mathbb",       "mathbf",   "mathcal",    "mathfrak",
    "mathit",   "mathring",     "mathrm",   "mathscr",    "mathsf",
    "mathtt",   "mbox",         "nolimits", "normalsize", "operatorname",
    "overline", "qquad",        "quad",     "right",      "rm",
    "sc",       "sf",           "sl",       "small",      "text",
    "textbf",   "textit",       "textmd",   "textnormal", "textrm",
    "textsc",   "textsf",       "textsl",   "textstyle",  "texttt",
    "textup",   "tilde",        "tiny",     "tt",         "underline",
    "vec",      "vspace",       "widehat",  "widetilde",  "xspace"};

// Other shapes of the letter whose name is behind it ("varepsilon").
constexpr std::string_view kVariant = "var";
constexpr std::array<std::string_view, 7> kVariants = {
    "epsilon", "kappa", "phi", "pi", "rho", "sigma", "theta"};

// In front of a word's digits, to be a name by themselves: "il" of "IL6" and
// "cd" of "CD8" are none.
constexpr size_t kMinLetters = 3;

bool IsStopWord(std::string_view word) {
  return word.size() <= 5 &&
         std::binary_search(kStopWords.begin(), kStopWords.end(), word);
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

bool IsAsciiAlnum(char c) { return IsDigit(c) || IsLetter(c); }

size_t CountLetters(std::string_view text) {
  return static_cast<size_t>(
      std::find_if_not(text.begin(), text.end(), IsLetter) - text.begin());
}

// "llama" of "llama3"; empty when the word has no such part.
std::string_view LettersBeforeDigit(std::string_view part) {
  const size_t count = CountLetters(part);
  const bool name = count >= kMinLetters && count < part.size() &&
                    IsDigit(part[count]) && !IsStopWord(part.substr(0, count));
  return name ? part.substr(0, count) : std::string_view();
}

bool IsStemmable(std::string_view word) {
  return word.size() > 2 && std::all_of(word.begin(), word.end(), IsLetter);
}

}  // namespace

void TextAnalyzer::StemmerDeleter::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

TextAnalyzer::TextAnalyzer() : stemmer_(sb_stemmer_new("english", nullptr)) {}

TextAnalyzer::~TextAnalyzer() = default;

void TextAnalyzer::Analyze(std::string_view text, std::vector<Token>* tokens) {
  tokens->clear();
  Split(text);
  Token written;
  std::string joined;
  for (const Word& word : words_) {
    Token unwritten = written;
    unwritten.joined = true;
    Token letters = unwritten;
    letters.letters = true;
    for (const auto part : word.parts) {
      AddTerm(part, written, tokens);
      AddTerm(LettersBeforeDigit(part), letters, tokens);
    }
    if (word.parts.size() > 1 && word.parts.size() <= kMaxParts) {
      joined.clear();
      for (const auto part : word.parts) joined.append(part);
      AddTerm(joined, unwritten, tokens);
    }
    ++written.word;
  }
}

std::string TextAnalyzer::Key(std::string_view text) {
  Split(text);
  std::string key;
  for (const Word& word : words_) {
    for (const auto part : word.parts) {
      if (!key.empty()) key.push_back(' ');
      key.append(part);
    }
  }
  return key;
}

void TextAnalyzer::Split(std::string_view text) {
  folded_ = FoldText(text);
  words_.clear();
  SplitWords();
}

void TextAnalyzer::SplitWords() {
  size_t at = 0;
  while (at < folded_.size()) {
    const size_t end = folded_[at] == '\\' ? ReadMacro(at) : ReadWord(at);
    at = end > at ? end : at + 1;
  }
}

// Answers where to read on behind the backslash at `begin`: after a name that
// is no word, at one that is.
size_t TextAnalyzer::ReadMacro(size_t begin) {
  const std::string_view rest = std::string_view(folded_).substr(begin + 1);
  const std::string_view name = rest.substr(0, CountLetters(rest));
  const auto in = [](const auto& names, std::string_view one) {
    return std::binary_search(names.begin(), names.end(), one);
  };
  size_t skipped = 0;
  if (in(kFormatting, name)) skipped = name.size();
  if (name.starts_with(kVariant) &&
      in(kVariants, name.substr(kVariant.size()))) {
    skipped = kVariant.size();
  }
  return begin + 1 + skipped;
}

// Reads the word that begins at `begin` and answers its end; `begin` when no
// word begins there.
size_t TextAnalyzer::ReadWord(size_t begin) {
  const std::string_view text = folded_;
  Word word;
  bool dictionary = false;
  size_t part = begin;
  size_t at = begin;
  const auto close_part = [&] {
    if (at > part) word.parts.push_back(text.substr(part, at - part));
  };
  while (at < text.size()) {
    const char c = text[at];
    const size_t length = IsAsciiAlnum(c) ? 1
                          : static_cast<unsigned char>(c) < 0x80
                              ? 0
                              : WordCharacter(text, at, &dictionary);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at == begin || at + 1 >= text.size()) break;
    const bool in_number =
        c == '.' && IsDigit(text[at - 1]) && IsDigit(text[at + 1]);
    if (in_number) {
      ++at;
      continue;
    }
    // "L_{2}" as "L_2".
    const bool script = c == '_' || c == '^';
    const size_t next = at + (script && text[at + 1] == '{' ? 2 : 1);
    bool ignored = false;
    const bool word_follows =
        next < text.size() &&
        (IsAsciiAlnum(text[next]) || WordCharacter(text, next, &ignored) > 0);
    if ((c != '-' && !script) || !word_follows) break;
    close_part();
    part = at = next;
  }
  close_part();
  // "Bayes's" is "Bayes".
  if (text.substr(at, 2) == "'s" &&
      (at + 2 >= text.size() || !IsAsciiAlnum(text[at + 2]))) {
    at += 2;
  }
  if (word.parts.empty()) return at;
  if (dictionary) {
    for (const auto run : word.parts) {
      for (const auto piece : SplitByDictionary(run)) AddWord({{piece}});
    }
  } else {
    AddWord(std::move(word));
  }
  return at;
}

void TextAnalyzer::AddWord(Word word) { words_.push_back(std::move(word)); }

void TextAnalyzer::AddTerm(std::string_view part, Token token,
                           std::vector<Token>* tokens) {
  part = CutUtf8(part, kMaxWordBytes);
  if (part.empty()) return;
  token.stop = IsStopWord(part);
  token.text =
      token.stop || !IsStemmable(part) ? std::string(part) : Stem(part);
  tokens->push_back(std::move(token));
}

const std::string& TextAnalyzer::Stem(std::string_view word) {
  const auto known = stems_.find(AsAbsl(word));
  if (known != stems_.end()) return known->second;
  if (stems_.size() >= kMaxStems) stems_.clear();
  std::string& result = stems_[std::string(word)];
  result = word;
  const auto* symbols = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer_.get(), symbols, static_cast<int>(word.size()));
  if (stem == nullptr) return result;  // Out of memory.
  result.assign(reinterpret_cast<const char*>(stem),
                static_cast<size_t>(sb_stemmer_length(stemmer_.get())));
  return result;
}

}  // namespace broadsheet::recommend
