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

std::vector<Completion> CompleteTerms(const ReadModel& model,
                                      std::string_view key) {
  std::vector<Completion> all;
  const KeywordIndex& keywords = model.keywords();
  for (const auto& match : keywords.suggester().Find(key, kMaxMatches)) {
    const int64_t papers = keywords.Count(match.id);
    if (papers == 0) continue;
    Completion one{match.whole, papers, {}};
    one.suggestion.set_kind(v1::Suggestion::KIND_TERM);
    one.suggestion.set_text(keywords.Text(match.id));
    all.push_back(std::move(one));
  }
  return all;
}

// Sorts, and keeps the best.
void Cut(size_t limit, std::vector<Completion>* all) {
  const size_t kept = std::min(limit, all->size());
  std::partial_sort(all->begin(), all->begin() + static_cast<ptrdiff_t>(kept),
                    all->end(), IsBetter);
  all->resize(kept);
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
  auto terms = CompleteTerms(model, key);
  for (auto* part : {&titles, &authors, &terms}) Cut(limit, part);
  // Titles get what the others leave, at least half.
  const size_t room = titles.size() < limit ? limit - titles.size() : 0;
  const size_t share = std::max(room / 2, limit / 4);
  terms.resize(std::min(terms.size(), share));
  const size_t left = room > terms.size() ? room - terms.size() : 0;
  authors.resize(std::min(authors.size(), std::max(left, limit / 4)));
  titles.resize(std::min(titles.size(), limit - authors.size() - terms.size()));
  for (auto* part : {&terms, &titles, &authors}) {
    for (Completion& one : *part) {
      suggestions.push_back(std::move(one.suggestion));
    }
  }
  return suggestions;
}

}  // namespace broadsheet::recommend
