#ifndef BROADSHEET_RECOMMEND_SEARCH_QUERY_H_
#define BROADSHEET_RECOMMEND_SEARCH_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace broadsheet::recommend {

// Where a word of a query has to be.
enum class QueryField : uint8_t { kAny, kTitle, kAbstract, kAuthor };

// Something to find: a written word, or the words of a phrase.
struct QueryWord {
  std::string text;
  QueryField field = QueryField::kAny;
  bool phrase = false;
  // The byte of the query at which `text` begins.
  size_t at = 0;
};

// Alternatives, joined by OR; at least one.
struct QueryClause {
  std::vector<QueryWord> any_of;
  // No paper with any of them.
  bool excluded = false;
  // Papers need it: phrases, and what names a field.
  bool required() const {
    return any_of[0].phrase || any_of[0].field != QueryField::kAny;
  }
};

// What a paper may have, as bits.
enum HasBits : uint8_t {
  kHasCode = 1,
  kHasModel = 2,
  kHasDataset = 4,
  kHasSpace = 8,
  kHasProjectPage = 16,
  kHasVideo = 32,
};

// Conditions that are not words; all of them must hold.
struct QueryFilters {
  // Of each set one category: "cs.CL", or "cs.*" for all that begin so; lower
  // case.
  std::vector<std::vector<std::string>> categories;
  std::vector<std::string> without_categories;
  // Days since 1970, both included.
  int32_t first_day = std::numeric_limits<int32_t>::min();
  int32_t last_day = std::numeric_limits<int32_t>::max();
  uint8_t has = 0;
  uint8_t has_not = 0;

  bool dated() const {
    return first_day != std::numeric_limits<int32_t>::min() ||
           last_day != std::numeric_limits<int32_t>::max();
  }
  bool any() const {
    return dated() || has != 0 || has_not != 0 || !categories.empty() ||
           !without_categories.empty();
  }
};

enum class QuerySort : uint8_t {
  kNone,
  kRelevance,
  kNewest,
  kOldest,
  kUpvotes
};

// What somebody wants to find.
struct Query {
  std::vector<QueryClause> clauses;
  QueryFilters filters;
  QuerySort sort = QuerySort::kNone;
  // What was not understood or left out, for people; at most 4 lines.
  std::vector<std::string> notes;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_QUERY_H_
