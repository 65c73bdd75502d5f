#include "recommend/search/query_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/errors.h"
#include "common/text.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxNotes = 4;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

// What may stand before a colon.
enum class Key {
  kNone,
  kTitle,
  kAbstract,
  kAuthor,
  kCategory,
  kYear,
  kDate,
  kHas,
  kSort
};

struct KeyName {
  std::string_view name;
  Key key;
};
constexpr std::array<KeyName, 14> kKeys = {{{"title", Key::kTitle},
                                            {"ti", Key::kTitle},
                                            {"abstract", Key::kAbstract},
                                            {"abs", Key::kAbstract},
                                            {"author", Key::kAuthor},
                                            {"authors", Key::kAuthor},
                                            {"au", Key::kAuthor},
                                            {"cat", Key::kCategory},
                                            {"category", Key::kCategory},
                                            {"year", Key::kYear},
                                            {"date", Key::kDate},
                                            {"has", Key::kHas},
                                            {"sort", Key::kSort},
                                            {"order", Key::kSort}}};

struct HasName {
  std::string_view name;
  HasBits bit;
};
constexpr std::array<HasName, 8> kHasNames = {{{"code", kHasCode},
                                               {"model", kHasModel},
                                               {"models", kHasModel},
                                               {"dataset", kHasDataset},
                                               {"datasets", kHasDataset},
                                               {"space", kHasSpace},
                                               {"project", kHasProjectPage},
                                               {"video", kHasVideo}}};

struct SortName {
  std::string_view name;
  QuerySort sort;
};
constexpr std::array<SortName, 7> kSortNames = {
    {{"relevance", QuerySort::kRelevance},
     {"newest", QuerySort::kNewest},
     {"new", QuerySort::kNewest},
     {"oldest", QuerySort::kOldest},
     {"old", QuerySort::kOldest},
     {"upvotes", QuerySort::kUpvotes},
     {"votes", QuerySort::kUpvotes}}};

// Prefixes of names that contain a colon.
constexpr std::array<std::string_view, 5> kIdPrefixes = {"arxiv", "doi", "http",
                                                         "https", "openalex"};

bool IsSpace(char c) { return static_cast<unsigned char>(c) <= ' '; }

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Key FindKey(std::string_view name) {
  for (const KeyName& known : kKeys) {
    if (known.name == name) return known.key;
  }
  return Key::kNone;
}

// The length of the quotation mark at `at`; 0 when there is none.
size_t QuoteAt(std::string_view text, size_t at) {
  if (text[at] == '"') return 1;
  const std::string_view three = text.substr(at, 3);
  const bool curly = three == "\u201C" || three == "\u201D" ||
                     three == "\u201E" || three == "\u201F";
  return curly ? 3 : 0;
}

int32_t ToDay(int year, int month, int day) {
  return static_cast<int32_t>(absl::CivilDay(year, month, day) -
                              absl::CivilDay(1970, 1, 1));
}

struct Days {
  int32_t first = std::numeric_limits<int32_t>::min();
  int32_t last = std::numeric_limits<int32_t>::max();
};

std::optional<int> ReadNumber(std::string_view text, size_t digits) {
  int number = 0;
  if (text.size() != digits) return std::nullopt;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) {
    return std::nullopt;
  }
  return number;
}

// "2024", "2024-03" or "2024-03-15", as the days inside.
std::optional<Days> ReadDate(std::string_view text) {
  const auto year = ReadNumber(text.substr(0, 4), 4);
  if (!year || *year < kFirstYear || *year > kLastYear) return std::nullopt;
  if (text.size() == 4) return Days{ToDay(*year, 1, 1), ToDay(*year, 12, 31)};
  if (text[4] != '-') return std::nullopt;
  const auto month = ReadNumber(text.substr(5, 2), 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (text.size() == 7) {
    return Days{ToDay(*year, *month, 1), ToDay(*year, *month + 1, 1) - 1};
  }
  if (text[7] != '-') return std::nullopt;
  const auto day = ReadNumber(text.substr(8), 2);
  if (!day || *day < 1) return std::nullopt;
  const absl::CivilDay civil(*year, *month, *day);
  if (civil.month() != *month) return std::nullopt;
  const int32_t number = ToDay(*year, *month, *day);
  return Days{number, number};
}

// A date, or two with ".." between, of which one may be missing. Years may have
// a "-" between.
std::optional<Days> ReadDays(std::string_view text) {
  size_t dots = text.find("..");
  size_t width = 2;
  if (dots == std::string_view::npos && text.size() == 9 && text[4] == '-') {
    dots = 4;
    width = 1;
  }
  if (dots == std::string_view::npos) return ReadDate(text);
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + width);
  if (from.empty() && to.empty()) return std::nullopt;
  Days days;
  if (!from.empty()) {
    const auto read = ReadDate(from);
    if (!read) return std::nullopt;
    days.first = read->first;
  }
  if (!to.empty()) {
    const auto read = ReadDate(to);
    if (!read) return std::nullopt;
    days.last = read->last;
  }
  return days;
}

bool IsCategoryPattern(std::string_view text) {
  if (text.empty() || text.size() > 40) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool plain =
        IsLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (!plain && !(c == '*' && i + 1 == text.size())) return false;
  }
  return true;
}

class Parser {
 public:
  Parser(std::string_view text, bool strict) : text_(text), strict_(strict) {}

  void Run() {
    while (SkipSpace() && !fault_) ReadItem();
    if (pending_or_) Complain(text_.size(), "OR has nothing after it");
    if (pending_not_) Complain(text_.size(), "NOT has nothing after it");
  }

  Query Take() { return std::move(query_); }
  const std::optional<std::string>& fault() const { return fault_; }

 private:
  // What an item added last: OR joins alike things.
  enum class Last { kNothing, kClause, kCategories };

  bool SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
    return at_ < text_.size();
  }

  // In strict mode the first complaint ends it all; else it is a note.
  void Complain(size_t at, std::string_view rule) {
    if (strict_ && !fault_) {
      fault_ = absl::StrCat("has a fault at byte ", at, ": ", AsAbsl(rule));
    }
    if (query_.notes.size() < kMaxNotes) query_.notes.emplace_back(rule);
  }

  void ReadItem() {
    const size_t begin = at_;
    bool excluded = std::exchange(pending_not_, false);
    if (text_[at_] == '-') {
      while (at_ < text_.size() && text_[at_] == '-') ++at_;
      excluded = true;
      if (at_ == text_.size() || IsSpace(text_[at_])) {
        return Complain(begin, "a minus needs a word right after it");
      }
    }
    const Key key = ReadKey();
    if (fault_) return;
    const size_t value_at = at_;
    bool phrase = false;
    const std::string_view value = ReadValue(&phrase);
    if (fault_) return;
    if (key == Key::kNone && !phrase && !excluded && ReadOperator(value))
      return;
    if (value.empty()) {
      if (key != Key::kNone || excluded)
        Complain(value_at, "a value is missing");
      return;
    }
    Put(key, value, phrase, excluded, begin, value_at);
  }

  // Reads "title:"; nothing when that is not there.
  Key ReadKey() {
    size_t end = at_;
    while (end < text_.size() && IsLetter(text_[end])) ++end;
    if (end == at_ || end == text_.size() || text_[end] != ':') {
      return Key::kNone;
    }
    const std::string name = Lower(text_.substr(at_, end - at_));
    const Key key = FindKey(name);
    if (key != Key::kNone) {
      at_ = end + 1;
      return key;
    }
    const bool value_follows =
        end + 1 < text_.size() && !IsSpace(text_[end + 1]);
    if (strict_ && value_follows &&
        std::ranges::find(kIdPrefixes, name) == kIdPrefixes.end()) {
      Complain(at_, absl::StrCat("there is no field \"", name,
                                 "\"; put words with a colon into quotes"));
    }
    return Key::kNone;
  }

  std::string_view ReadValue(bool* phrase) {
    if (at_ == text_.size()) return {};
    if (const size_t quote = QuoteAt(text_, at_); quote > 0) {
      *phrase = true;
      return ReadQuoted(quote);
    }
    const size_t begin = at_;
    while (at_ < text_.size() && !IsSpace(text_[at_]) &&
           QuoteAt(text_, at_) == 0) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::string_view ReadQuoted(size_t quote) {
    const size_t open = at_;
    at_ += quote;
    const size_t begin = at_;
    while (at_ < text_.size() && QuoteAt(text_, at_) == 0) ++at_;
    const std::string_view value = text_.substr(begin, at_ - begin);
    if (at_ == text_.size()) {
      Complain(open, "this quotation mark is not closed");
    } else {
      at_ += QuoteAt(text_, at_);
    }
    return value;
  }

  bool ReadOperator(std::string_view word) {
    if (word == "AND") return true;
    if (word == "OR" || word == "|") {
      if (last_ == Last::kNothing) {
        Complain(at_ - word.size(), "OR has nothing before it");
      } else {
        pending_or_ = true;
      }
      return true;
    }
    if (word != "NOT") return false;
    pending_not_ = true;
    return true;
  }

  void Put(Key key, std::string_view value, bool phrase, bool excluded,
           size_t begin, size_t value_at) {
    const bool joined = std::exchange(pending_or_, false);
    if (joined && excluded) {
      Complain(begin, "OR cannot join what is excluded");
    }
    switch (key) {
      case Key::kCategory:
        return PutCategories(value, excluded, joined, value_at);
      case Key::kYear:
      case Key::kDate:
        return PutDays(value, excluded, value_at);
      case Key::kHas:
        return PutHas(value, excluded, value_at);
      case Key::kSort:
        return PutSort(value, value_at);
      default:
        return PutWord(key, value, phrase, excluded, joined, begin);
    }
  }

  void PutWord(Key key, std::string_view value, bool phrase, bool excluded,
               bool joined, size_t begin) {
    QueryWord word{std::string(value), QueryField::kAny, phrase,
                   static_cast<size_t>(value.data() - text_.data())};
    if (key == Key::kTitle) word.field = QueryField::kTitle;
    if (key == Key::kAbstract) word.field = QueryField::kAbstract;
    if (key == Key::kAuthor) word.field = QueryField::kAuthor;
    const bool alternative = joined && !excluded && last_ == Last::kClause &&
                             !query_.clauses.back().excluded;
    if (joined && !alternative)
      Complain(begin, "OR joins two words or phrases");
    if (alternative) {
      auto& any_of = query_.clauses.back().any_of;
      if (any_of.size() < kMaxAlternatives) {
        any_of.push_back(std::move(word));
      } else {
        Complain(begin, "at most 8 alternatives are looked for");
      }
      return;
    }
    if (query_.clauses.size() >= kMaxClauses) {
      return Complain(begin, "at most 64 words are looked for");
    }
    query_.clauses.push_back({{std::move(word)}, excluded});
    last_ = Last::kClause;
  }

  void PutCategories(std::string_view value, bool excluded, bool joined,
                     size_t at) {
    std::vector<std::string> names;
    while (!value.empty()) {
      const size_t comma = std::min(value.find(','), value.size());
      const std::string_view name = value.substr(0, comma);
      if (!IsCategoryPattern(name)) {
        return Complain(at, "is no category; write cat:cs.CL or cat:cs.*");
      }
      names.push_back(Lower(name));
      value.remove_prefix(std::min(comma + 1, value.size()));
    }
    auto& filters = query_.filters;
    auto* set = &filters.without_categories;
    if (!excluded && joined && last_ == Last::kCategories) {
      set = &filters.categories.back();
    } else if (!excluded) {
      if (joined) Complain(at, "OR joins two categories");
      if (filters.categories.size() >= kMaxAlternatives) {
        return Complain(at, "at most 8 conditions of categories are kept");
      }
      set = &filters.categories.emplace_back();
      last_ = Last::kCategories;
    }
    for (std::string& name : names) {
      if (set->size() < kMaxClauses) set->push_back(std::move(name));
    }
  }

  void PutDays(std::string_view value, bool excluded, size_t at) {
    const auto days = ReadDays(value);
    if (!days) {
      return Complain(at,
                      "is no date; write 2024, 2024-03, 2024-03-15 or two of "
                      "them with .. between");
    }
    if (days->first > days->last) {
      return Complain(at, "this range ends before it begins");
    }
    if (excluded) return Complain(at, "dates cannot be excluded");
    auto& filters = query_.filters;
    filters.first_day = std::max(filters.first_day, days->first);
    filters.last_day = std::min(filters.last_day, days->last);
  }

  void PutHas(std::string_view value, bool excluded, size_t at) {
    const std::string name = Lower(value);
    for (const HasName& known : kHasNames) {
      if (known.name != name) continue;
      auto& bits = excluded ? query_.filters.has_not : query_.filters.has;
      bits = static_cast<uint8_t>(bits | known.bit);
      return;
    }
    Complain(at,
             "write has: with code, model, dataset, space, project or video");
  }

  void PutSort(std::string_view value, size_t at) {
    const std::string name = Lower(value);
    for (const SortName& known : kSortNames) {
      if (known.name != name) continue;
      query_.sort = known.sort;
      return;
    }
    Complain(at, "write sort: with newest, oldest, upvotes or relevance");
  }

  const std::string_view text_;
  const bool strict_;
  size_t at_ = 0;
  bool pending_or_ = false;
  bool pending_not_ = false;
  Last last_ = Last::kNothing;
  Query query_;
  std::optional<std::string> fault_;
};

}  // namespace

Query ParseQuery(std::string_view text) {
  Parser parser(text, false);
  parser.Run();
  return parser.Take();
}

absl::StatusOr<Query> ParseQueryStrictly(std::string_view text) {
  Parser parser(text, true);
  parser.Run();
  if (parser.fault()) return InvalidField("query", *parser.fault());
  return parser.Take();
}

}  // namespace broadsheet::recommend
