#ifndef BROADSHEET_INGEST_BIBTEX_PARSER_H_
#define BROADSHEET_INGEST_BIBTEX_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace broadsheet::ingest {

inline constexpr size_t kMaxBibtexEntryBytes = 1 << 20;

// One entry of a .bib file. Names and type are in lower case; values are as TeX
// writes them, without the outermost braces or quotes.
struct BibtexEntry {
  std::string type;  // "article".
  std::string key;
  std::map<std::string, std::string> fields;  // Of two of a name, the first.
};

// Reads the syntax of BibTeX (its manual, "BibTeXing", section 2.3): entries in
// braces or parentheses, values in braces or quotes, numbers, @string macros
// and months, joined by "#"; @comment and @preamble are skipped. Tolerant: a
// missing comma is supplied, text between entries is a comment, and an entry
// that does not end gives way to the next "@" that begins a line. Keeps one
// entry and the macros in memory. Not thread-safe.
class BibtexParser {
 public:
  struct Result {
    int64_t line;  // Where the entry begins, from 1.
    BibtexEntry entry;
    std::string_view raw;
    std::string_view damage;  // The rule that it breaks; empty when none.
  };
  using Handler = std::function<void(Result)>;

  explicit BibtexParser(Handler handler);

  void Feed(std::string_view chunk);
  void Finish();

 private:
  void Step(char c);
  void StepInHead(char c);
  void StepInBody(char c);
  void Begin();
  void End(std::string_view damage);
  void Define(const BibtexEntry& entry);

  const Handler handler_;
  enum class Place { kOutside, kHead, kBody } place_ = Place::kOutside;
  int64_t line_ = 1;
  int64_t first_line_ = 1;
  bool line_begins_ = true;
  bool quoted_ = false;   // In a value in quotes.
  bool escaped_ = false;  // Behind a backslash.
  bool overlong_ = false;
  int depth_ = 0;        // Braces inside of the entry's own.
  char closer_ = '}';    // Of the entry.
  std::string pending_;  // The entry so far, from "@" on.
  std::map<std::string, std::string> macros_;
  size_t macro_bytes_ = 0;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_BIBTEX_PARSER_H_
