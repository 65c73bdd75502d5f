#include "tests/fuzz/queries.h"

#include <string>
#include <vector>

#include "common/errors.h"
#include "common/page_token.h"
#include "common/text.h"
#include "recommend/search/query_parser.h"
#include "recommend/text_analyzer.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {
namespace {

using recommend::Query;
using recommend::QueryClause;

void CheckQuery(const Query& query) {
  Check(query.clauses.size() <= recommend::kMaxClauses, "clauses are bounded");
  for (const QueryClause& clause : query.clauses) {
    Check(!clause.any_of.empty() &&
              clause.any_of.size() <= recommend::kMaxAlternatives,
          "a clause has some alternatives");
    for (const auto& word : clause.any_of) {
      Check(!word.text.empty(), "words are not empty");
    }
  }
  for (const auto& set : query.filters.categories) {
    Check(!set.empty(), "a set of categories is not empty");
  }
  Check(query.notes.size() <= 4, "notes are bounded");
}

}  // namespace

void ParseQueries(std::string_view input) {
  const Query forgiving = recommend::ParseQuery(input);
  CheckQuery(forgiving);
  const auto strict = recommend::ParseQueryStrictly(input);
  if (strict.ok()) {
    CheckQuery(*strict);
    Check(strict->clauses.size() == forgiving.clauses.size() &&
              forgiving.notes.empty(),
          "both modes read a query without a fault alike");
    return;
  }
  const auto violations = ViolationsOf(strict.status());
  Check(violations.size() == 1 && violations[0].field == "query",
        "a fault names the field");
  Check(violations[0].rule.find("at byte ") != std::string::npos,
        "a fault names the byte");
}

void OpenPageTokens(std::string_view input) {
  const PageTokenCodec codec("the secret of the replicas");
  Check(!codec.Open("scope", input).ok(), "a token of nobody is refused");
  const std::string token = codec.Seal("scope", input);
  const auto payload = codec.Open("scope", token);
  Check(payload.ok() && *payload == input, "a token gives back its payload");
  Check(!codec.Open(input, token).ok() || input == "scope",
        "a token of another scope is refused");
  std::string altered = token;
  // The last character has bits that carry nothing.
  altered[input.size() % (altered.size() - 1)] ^= 1;
  Check(!codec.Open("scope", altered).ok(), "an altered token is refused");
}

void AnalyzeText(std::string_view input) {
  recommend::TextAnalyzer analyzer;
  std::vector<recommend::Token> tokens;
  analyzer.Analyze(input, &tokens);
  int word = 0;
  for (const auto& token : tokens) {
    Check(!token.text.empty() && token.text.size() <= 64, "terms are short");
    Check(IsUtf8(token.text), "terms are UTF-8");
    Check(token.word >= word, "words come in order");
    word = token.word;
  }
  const std::string key = analyzer.Key(input);
  Check(IsUtf8(key), "a key is UTF-8");
}

}  // namespace broadsheet::fuzz
