#include "recommend/suggestions.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

// Matches looked at: enough for two letters among many thousand titles.
constexpr size_t kMaxMatches = 2000;

struct Completion {
  bool whole;
  int64_t weight;
  v1::Suggestion suggestion;
};

bool IsBetter(const Completion& a, const Completion& b) {
  return std::make_tuple(!a.whole, -a.weight, a.suggestion.text(),
                         a.suggestion.paper_id()) <
         std::make_tuple(!b.whole, -b.weight, b.suggestion.text(),
                         b.suggestion.paper_id());
}

std::vector<Completion> CompleteTitles(const ReadModel& model,
                                       std::string_view key) {
  std::vector<Completion> all;
  for (const auto& match : model.titles().Find(key, kMaxMatches)) {
    Completion one{match.whole, model.Upvotes(match.id), {}};
    one.suggestion.set_kind(v1::Suggestion::KIND_TITLE);
    one.suggestion.set_text(model.catalogue().Get(match.id).title);
    one.suggestion.set_paper_id(model.catalogue().id(match.id));
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<Completion> CompleteAuthors(const ReadModel& model,
                                        std::string_view key) {
  std::vector<Completion> all;
  for (const auto& match : model.authors().Find(key, kMaxMatches)) {
    const auto papers =
        static_cast<int64_t>(model.catalogue().ByAuthor(match.id).size());
    if (papers == 0) continue;
    Completion one{match.whole, papers, {}};
    one.suggestion.set_kind(v1::Suggestion::KIND_AUTHOR);
    one.suggestion.set_text(model.catalogue().AuthorName(match.id));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

std::vector<v1::Suggestion> MakeSuggestions(const ReadModel& model,
                                            std::string_view prefix,
                                            size_t limit) {
  const std::string key = TextAnalyzer().Key(prefix);
  std::vector<v1::Suggestion> suggestions;
  if (key.empty()) return suggestions;
  auto titles = CompleteTitles(model, key);
  auto authors = CompleteAuthors(model, key);
  std::sort(titles.begin(), titles.end(), IsBetter);
  std::sort(authors.begin(), authors.end(), IsBetter);
  const size_t room = titles.size() < limit ? limit - titles.size() : 0;
  authors.resize(std::min(authors.size(), std::max(room, limit / 3)));
  titles.resize(std::min(titles.size(), limit - authors.size()));
  for (auto* part : {&titles, &authors}) {
    for (Completion& one : *part) {
      suggestions.push_back(std::move(one.suggestion));
    }
  }
  return suggestions;
}

}  // namespace broadsheet::recommend
