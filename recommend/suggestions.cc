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
  Suggester::Match match;
  int64_t weight;
};

// The best `limit` of the matches, best first: `weigh` answers the weight of an
// id, below 0 for what is to be left out, and `is_before` orders ids of equal
// texts.
template <class Weigh, class IsBefore>
std::vector<Completion> Complete(const Suggester& suggester,
                                 std::string_view key, size_t limit,
                                 const Weigh& weigh,
                                 const IsBefore& is_before) {
  std::vector<Completion> all;
  for (const auto& match : suggester.Find(key, kMaxMatches)) {
    const int64_t weight = weigh(match.id);
    if (weight >= 0) all.push_back({match, weight});
  }
  const auto is_better = [&](const Completion& a, const Completion& b) {
    const auto rank = [](const Completion& one) {
      return std::make_tuple(!one.match.whole, -one.weight, one.match.place);
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return is_before(a.match.id, b.match.id);
  };
  const size_t kept = std::min(limit, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<ptrdiff_t>(kept),
                    all.end(), is_better);
  all.resize(kept);
  return all;
}

std::vector<Completion> CompleteTitles(const ReadModel& model,
                                       std::string_view key, size_t limit) {
  return Complete(
      model.titles(), key, limit,
      [&](uint32_t doc) { return std::max<int64_t>(0, model.Upvotes(doc)); },
      [&](uint32_t a, uint32_t b) {
        const PaperEntry& one = model.catalogue().Get(a);
        const PaperEntry& other = model.catalogue().Get(b);
        return std::tie(one.title, one.id) < std::tie(other.title, other.id);
      });
}

// What no paper has any more weighs -1.
int64_t Papers(int64_t papers) { return papers > 0 ? papers : -1; }

std::vector<Completion> CompleteAuthors(const ReadModel& model,
                                        std::string_view key, size_t limit) {
  const Catalogue& catalogue = model.catalogue();
  return Complete(
      model.authors(), key, limit,
      [&](uint32_t author) {
        return Papers(static_cast<int64_t>(catalogue.ByAuthor(author).size()));
      },
      [&](uint32_t a, uint32_t b) {
        return catalogue.AuthorName(a) < catalogue.AuthorName(b);
      });
}

std::vector<Completion> CompleteTerms(const ReadModel& model,
                                      std::string_view key, size_t limit) {
  const KeywordIndex& keywords = model.keywords();
  return Complete(
      keywords.suggester(), key, limit,
      [&](uint32_t keyword) { return Papers(keywords.Count(keyword)); },
      [&](uint32_t a, uint32_t b) {
        return keywords.Text(a) < keywords.Text(b);
      });
}

// `text` answers that of an id.
template <class TextOf>
void Append(const ReadModel& model, v1::Suggestion::Kind kind,
            const std::vector<Completion>& completions, const TextOf& text,
            std::vector<v1::Suggestion>* suggestions) {
  for (const Completion& completion : completions) {
    v1::Suggestion& one = suggestions->emplace_back();
    one.set_kind(kind);
    one.set_text(std::string(text(completion.match.id)));
    if (kind == v1::Suggestion::KIND_TITLE) {
      one.set_paper_id(model.catalogue().id(completion.match.id));
    }
  }
}

}  // namespace

std::vector<v1::Suggestion> MakeSuggestions(const ReadModel& model,
                                            std::string_view prefix,
                                            size_t limit) {
  const std::string key = TextAnalyzer().Key(prefix);
  std::vector<v1::Suggestion> suggestions;
  if (key.empty()) return suggestions;
  auto titles = CompleteTitles(model, key, limit);
  auto authors = CompleteAuthors(model, key, limit);
  auto terms = CompleteTerms(model, key, limit);
  // Titles get what the others leave, at least half.
  const size_t room = titles.size() < limit ? limit - titles.size() : 0;
  const size_t share = std::max(room / 2, limit / 4);
  terms.resize(std::min(terms.size(), share));
  const size_t left = room > terms.size() ? room - terms.size() : 0;
  authors.resize(std::min(authors.size(), std::max(left, limit / 4)));
  titles.resize(std::min(titles.size(), limit - authors.size() - terms.size()));
  const Catalogue& catalogue = model.catalogue();
  Append(
      model, v1::Suggestion::KIND_TERM, terms,
      [&](uint32_t id) { return model.keywords().Text(id); }, &suggestions);
  Append(
      model, v1::Suggestion::KIND_TITLE, titles,
      [&](uint32_t id) { return catalogue.Get(id).title; }, &suggestions);
  Append(
      model, v1::Suggestion::KIND_AUTHOR, authors,
      [&](uint32_t id) { return catalogue.AuthorName(id); }, &suggestions);
  return suggestions;
}

}  // namespace broadsheet::recommend
