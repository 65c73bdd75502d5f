#ifndef BROADSHEET_RECOMMEND_SEARCH_QUERY_PARSER_H_
#define BROADSHEET_RECOMMEND_SEARCH_QUERY_PARSER_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "recommend/search/query.h"

namespace broadsheet::recommend {

// More clauses, and more alternatives in one, do not count.
inline constexpr size_t kMaxClauses = 64;
inline constexpr size_t kMaxAlternatives = 8;

// The language:
//
//   attention "state space" -survey GPT-4 OR Claude
//   title:diffusion  abstract:"language model"  author:hinton  au:"Y. Bengio"
//   cat:cs.CL  cat:cs.*  cat:cs.CL,cs.LG  -cat:cs.CV
//   year:2024  year:2020..2024  date:2024-03  date:2024-01-15..  (by the day of
//   the first version, or of the announcement where that is not known)
//   has:code  has:model  has:dataset  has:space  has:project  has:video
//   sort:newest  sort:oldest  sort:upvotes  sort:relevance
//
// ti:, abs: and category: are the same as title:, abstract: and cat:; NOT and |
// the same as - and OR; AND is what stands between words anyway. OR binds the
// two beside it. Words after a bare colon ("LoRA: low rank") are words.

// For people: every text is a query, also a half-typed one. What has no meaning
// is read as words, or left out and noted.
Query ParseQuery(std::string_view text);

// For programs: INVALID_ARGUMENT (field "query") that names the byte where the
// fault is, from 0, and the rule.
absl::StatusOr<Query> ParseQueryStrictly(std::string_view text);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_QUERY_PARSER_H_
