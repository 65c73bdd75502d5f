#include "recommend/searcher.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/paper_id.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

// Above any score of words: a query has at most 1,000 bytes.
constexpr double kExactTitleBonus = 10'000;
constexpr double kExactIdBonus = 100'000;
// Marks of the score map; further terms share the last one.
constexpr int kMaxMarks = 32;

uint32_t MarkOf(size_t term) {
  return uint32_t{1} << std::min<size_t>(term, kMaxMarks - 1);
}

}  // namespace

Searcher::Query Searcher::Prepare(std::string_view text) const {
  TextAnalyzer analyzer;
  std::vector<Token> tokens;
  analyzer.Analyze(text, &tokens);
  const bool all_stop = std::all_of(tokens.begin(), tokens.end(),
                                    [](const Token& t) { return t.stop; });
  Query query;
  std::map<std::string, size_t> places;  // Of each distinct term.
  for (const Token& token : tokens) places.try_emplace(token.text, 0);
  size_t next = 0;
  for (auto& [term, place] : places) place = next++;
  std::map<int, QueryWord> words;
  for (const Token& token : tokens) {
    const uint32_t mark = MarkOf(places[token.text]);
    if (token.stop && !all_stop) continue;
    QueryWord& word = words[token.word];
    (token.joined ? word.joined : word.parts) |= mark;
  }
  for (const auto& [number, word] : words) query.words.push_back(word);
  for (const auto& [term, place] : places) {
    const auto id = model_->index().Find(term);
    if (id) query.terms.push_back({*id, 1, MarkOf(place)});
  }
  query.title_key = analyzer.Key(text);
  auto paper_id = NormalizePaperId(text, "");
  if (paper_id.ok()) query.paper_id = *std::move(paper_id);
  return query;
}

double Searcher::Coverage(const Query& query, uint32_t marks) {
  if (query.words.empty()) return 0;
  int matched = 0;
  for (const QueryWord& word : query.words) {
    const bool whole = (marks & word.parts) == word.parts;
    if (whole || (marks & word.joined) != 0) ++matched;
  }
  return static_cast<double>(matched) / static_cast<double>(query.words.size());
}

SearchHit Searcher::MakeHit(const Query& query, const ScoreMap& scores,
                            DocId doc) {
  SearchHit hit;
  hit.doc = doc;
  hit.text = scores.Score(doc);
  hit.coverage = Coverage(query, scores.Marks(doc));
  hit.score = hit.text * (0.5 + 0.5 * hit.coverage);
  return hit;
}

void Searcher::AddBonus(const Query& query, SearchHit* hit) const {
  const PaperEntry& entry = model_->catalogue().Get(hit->doc);
  hit->exact_title =
      !query.title_key.empty() && entry.title_key == query.title_key;
  hit->exact_id = entry.id == query.paper_id;
  if (hit->exact_title) hit->score += kExactTitleBonus;
  if (hit->exact_id) hit->score += kExactIdBonus;
}

void Searcher::AddExact(const Query& query, const Filter& filter,
                        std::vector<DocId>* docs) const {
  const Catalogue& catalogue = model_->catalogue();
  const auto by_id = catalogue.Find(query.paper_id);
  if (by_id && filter.AdmitsUnwanted(*by_id)) docs->push_back(*by_id);
  for (const DocId doc : catalogue.WithTitle(query.title_key)) {
    if (filter.AdmitsUnwanted(doc) && doc != by_id) docs->push_back(doc);
  }
}

SearchResult Searcher::Search(std::string_view text, const Filter& filter,
                              size_t limit) const {
  const Query query = Prepare(text);
  const Catalogue& catalogue = model_->catalogue();
  const auto scores = pool_->Take(catalogue.size());
  for (const WeightedTerm& term : query.terms) {
    model_->index().Accumulate(term, Bm25Parameters(), &*scores);
  }
  std::vector<DocId> exact;
  AddExact(query, filter, &exact);
  TopList top(&catalogue, limit);
  int64_t full = 0;
  int64_t any = 0;
  const auto offer = [&](const SearchHit& hit) {
    ++any;
    if (hit.coverage >= 1) ++full;
    top.Offer({hit.doc, hit.score});
  };
  for (const DocId doc : exact) {
    SearchHit hit = MakeHit(query, *scores, doc);
    AddBonus(query, &hit);
    offer(hit);
  }
  for (const DocId doc : scores->touched()) {
    const bool offered =
        std::find(exact.begin(), exact.end(), doc) != exact.end();
    if (!offered && filter.Admits(doc)) offer(MakeHit(query, *scores, doc));
  }
  SearchResult result;
  for (const ScoredDoc& doc : top.Take()) {
    result.hits.push_back(MakeHit(query, *scores, doc.doc));
    AddBonus(query, &result.hits.back());
  }
  result.total =
      (full > 0 ? full : any) + static_cast<int64_t>(filter.served());
  return result;
}

SearchHit Searcher::Match(std::string_view text, DocId doc) const {
  const Query query = Prepare(text);
  const auto scores = pool_->Take(model_->catalogue().size());
  for (const WeightedTerm& term : query.terms) {
    model_->index().Accumulate(term, Bm25Parameters(), &*scores);
  }
  SearchHit hit = MakeHit(query, *scores, doc);
  AddBonus(query, &hit);
  return hit;
}

}  // namespace broadsheet::recommend
