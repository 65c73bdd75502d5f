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
  bool whole = false;
  int64_t weight = 0;
  std::string_view text;
  std::string_view paper_id;  // Of titles.
  uint32_t id = 0;
};

bool IsBetter(const Completion& a, const Completion& b) {
  return std::make_tuple(!a.whole, -a.weight, a.text, a.paper_id) <
         std::make_tuple(!b.whole, -b.weight, b.text, b.paper_id);
}

// The best `limit` of the matches, best first. `weigh` answers all but the id;
// what weighs less than 0 is left out.
template <class Weigh>
std::vector<Completion> Complete(const Suggester& suggester,
                                 std::string_view key, size_t limit,
                                 const Weigh& weigh) {
  std::vector<Completion> all;
  for (const auto& match : suggester.Find(key, kMaxMatches)) {
    Completion one = weigh(match.id);
    one.whole = match.whole;
    one.id = match.id;
    if (one.weight >= 0) all.push_back(one);
  }
  const size_t kept = std::min(limit, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<ptrdiff_t>(kept),
                    all.end(), IsBetter);
  all.resize(kept);
  return all;
}

std::vector<Completion> CompleteTitles(const ReadModel& model,
                                       std::string_view key, size_t limit) {
  return Complete(model.titles(), key, limit, [&](uint32_t doc) {
    const PaperEntry& entry = model.catalogue().Get(doc);
    return Completion{.weight = std::max<int64_t>(0, model.Upvotes(doc)),
                      .text = entry.title,
                      .paper_id = entry.id};
  });
}

// What no paper has any more weighs -1.
int64_t Papers(int64_t papers) { return papers > 0 ? papers : -1; }

std::vector<Completion> CompleteAuthors(const ReadModel& model,
                                        std::string_view key, size_t limit) {
  return Complete(model.authors(), key, limit, [&](uint32_t author) {
    const auto& papers = model.catalogue().ByAuthor(author);
    return Completion{.weight = Papers(static_cast<int64_t>(papers.size())),
                      .text = model.catalogue().AuthorName(author)};
  });
}

std::vector<Completion> CompleteTerms(const ReadModel& model,
                                      std::string_view key, size_t limit) {
  const KeywordIndex& keywords = model.keywords();
  return Complete(keywords.suggester(), key, limit, [&](uint32_t keyword) {
    return Completion{.weight = Papers(keywords.Count(keyword)),
                      .text = keywords.Text(keyword)};
  });
}

void Append(const ReadModel& model, v1::Suggestion::Kind kind,
            const std::vector<Completion>& completions,
            std::vector<v1::Suggestion>* suggestions) {
  for (const Completion& completion : completions) {
    v1::Suggestion& one = suggestions->emplace_back();
    one.set_kind(kind);
    one.set_text(std::string(completion.text));
    if (kind == v1::Suggestion::KIND_TITLE) {
      one.set_paper_id(model.catalogue().id(completion.id));
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
  Append(model, v1::Suggestion::KIND_TERM, terms, &suggestions);
  Append(model, v1::Suggestion::KIND_TITLE, titles, &suggestions);
  Append(model, v1::Suggestion::KIND_AUTHOR, authors, &suggestions);
  return suggestions;
}

}  // namespace broadsheet::recommend
