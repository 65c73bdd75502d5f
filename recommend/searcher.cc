#include "recommend/searcher.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "recommend/search/facet_counter.h"
#include "recommend/search/filter_plan.h"
#include "recommend/search/match.h"
#include "recommend/search/query_parser.h"
#include "recommend/search/top_scorer.h"

namespace broadsheet::recommend {
namespace {

// At least so many of the best by words are looked at for all else.
constexpr size_t kLookedAt = 120;
constexpr size_t kMaxLookedAt = 1'000;
constexpr int64_t kMaxTotal = 10'000;
// Matches between two looks at the clock.
constexpr int64_t kPatience = 1'024;

// One search.
class Finder {
 public:
  Finder(const ReadModel& model, const SearchPlan& plan, const Filter& filter,
         const SearchOptions& options)
      : model_(model),
        index_(model.index()),
        catalogue_(model.catalogue()),
        plan_(plan),
        filter_(filter),
        filters_(model, plan.filters),
        options_(options),
        hits_(model, plan, {options.parts, options.as_of, options.reader}) {
    scoring_.terms = plan.terms;
    scoring_.coverage = &plan.coverage;
    scoring_.before = [this](DocId a, DocId b) {
      return catalogue_.id(a) < catalogue_.id(b);
    };
    scoring_.admits = [this](DocId doc) { return Admits(doc); };
    scoring_.out_of_time = options.out_of_time;
  }

  SearchResult Run() {
    SearchResult result;
    const QuerySort sort =
        plan_.sort != QuerySort::kNone ? plan_.sort : options_.sort;
    const bool by_key =
        sort != QuerySort::kNone && sort != QuerySort::kRelevance;
    FindExact();
    std::optional<FacetCounter> facets;
    if (options_.facets) facets.emplace(&model_);
    if (plan_.wordless()) {
      if (plan_.filters.any() || by_key) {
        ListAll(by_key ? sort : QuerySort::kNewest, &facets, &result);
      } else {
        Keep(exact_, &result);
      }
    } else {
      // The list goes first: it is what the time is for.
      if (!by_key) Rank(&result);
      CountMatches(by_key ? sort : QuerySort::kNone, &facets, &result);
    }
    if (facets) result.facets = facets->Make();
    if (late_) result.total = std::max(result.total, whole_);
    result.total = std::max(result.total, static_cast<int64_t>(exact_.size()));
    result.partial = late_;
    return result;
  }

  SearchHit Score(DocId doc) const {
    return hits_.Complete(TopScorer(&index_).Score(scoring_, doc), 0);
  }

 private:
  bool Late() {
    late_ = late_ || (options_.out_of_time && options_.out_of_time());
    return late_;
  }

  bool Admits(DocId doc) const {
    if (!filter_.Admits(doc) || !filters_.Admits(doc)) return false;
    const auto matches = [&](const MatchGroup& group) {
      return Matches(index_, group, doc);
    };
    return std::all_of(plan_.required.begin(), plan_.required.end(), matches) &&
           std::none_of(plan_.excluded.begin(), plan_.excluded.end(), matches);
  }

  bool IsExcluded(DocId doc) const {
    return std::any_of(
        plan_.excluded.begin(), plan_.excluded.end(),
        [&](const MatchGroup& group) { return Matches(index_, group, doc); });
  }

  // Papers whose id or title the query is.
  void FindExact() {
    const auto add = [this](DocId doc) {
      if (!filter_.AdmitsUnwanted(doc) || !filters_.Admits(doc)) return;
      if (std::find(exact_.begin(), exact_.end(), doc) == exact_.end()) {
        exact_.push_back(doc);
      }
    };
    for (const DocId doc : plan_.by_id) add(doc);
    for (const DocId doc : catalogue_.WithTitle(plan_.title_key)) add(doc);
  }

  bool Semantic() const {
    return options_.parts.semantic && options_.semantic.vectors != nullptr;
  }

  // Papers to look at closely, so that the page has what it needs.
  size_t LookedAt() const {
    return std::clamp(options_.served.size() + options_.limit, kLookedAt,
                      kMaxLookedAt);
  }

  std::vector<TextHit> BestByWords() {
    const TopScorer scorer(&index_);
    if (plan_.required.empty()) {
      auto found = scorer.Find(scoring_);
      late_ = late_ || found.partial;
      return std::move(found.hits);
    }
    std::vector<TextHit> hits;
    std::vector<const MatchGroup*> groups;
    for (const MatchGroup& group : plan_.required) groups.push_back(&group);
    int64_t seen = 0;
    VisitMatches(index_, groups, [&](DocId doc) {
      if (++seen % kPatience == 0 && Late()) return false;
      if (filter_.Admits(doc) && filters_.Admits(doc) && !IsExcluded(doc)) {
        hits.push_back(scorer.Score(scoring_, doc));
      }
      return true;
    });
    return hits;
  }

  void Rank(SearchResult* result) {
    // As many for each page when their mean counts.
    scoring_.limit = Semantic() ? kMaxLookedAt : LookedAt();
    std::vector<TextHit> texts = BestByWords();
    const auto better = [this](const TextHit& a, const TextHit& b) {
      if (a.score != b.score) return a.score > b.score;
      return scoring_.before(a.doc, b.doc);
    };
    if (texts.size() > scoring_.limit) {
      // Sorted: sums over them are to be the same on every replica.
      std::partial_sort(texts.begin(),
                        texts.begin() + static_cast<ptrdiff_t>(scoring_.limit),
                        texts.end(), better);
      texts.resize(scoring_.limit);
    }
    const TopScorer scorer(&index_);
    std::vector<FusedHit> fused = FuseByMeaning(
        Semantic() && !Late() ? options_.semantic : SemanticTexts(), plan_,
        scorer, scoring_, std::move(texts));
    KeepForALook(&fused);
    AddExact(&fused);
    std::vector<SearchHit> hits;
    hits.reserve(fused.size());
    for (const FusedHit& hit : fused) {
      hits.push_back(hits_.Complete(hit.text, hit.semantic));
      if (hits.back().coverage >= 1) ++whole_;
    }
    KeepBest(std::move(hits), result);
  }

  // To look at a paper costs more than to find it. Those that AddExact would
  // put back stay, since it does not know how close in meaning they are.
  void KeepForALook(std::vector<FusedHit>* hits) const {
    const auto better = [this](const FusedHit& a, const FusedHit& b) {
      const double of_a = a.text.score + a.semantic;
      const double of_b = b.text.score + b.semantic;
      if (of_a != of_b) return of_a > of_b;
      return scoring_.before(a.text.doc, b.text.doc);
    };
    if (hits->size() <= LookedAt()) return;
    const absl::flat_hash_set<DocId> named = Named();
    const auto others = std::partition(
        hits->begin(), hits->end(),
        [&](const FusedHit& hit) { return named.contains(hit.text.doc); });
    const auto looked_at = static_cast<ptrdiff_t>(LookedAt());
    if (hits->end() - others <= looked_at) return;
    std::nth_element(others, others + looked_at, hits->end(), better);
    hits->erase(others + looked_at, hits->end());
  }

  // Papers whose title, id or author the query is.
  absl::flat_hash_set<DocId> Named() const {
    absl::flat_hash_set<DocId> named(exact_.begin(), exact_.end());
    if (plan_.author) {
      const auto& papers = catalogue_.ByAuthor(*plan_.author);
      named.insert(papers.begin(), papers.end());
    }
    return named;
  }

  // Those, which words alone may not have put among the best.
  void AddExact(std::vector<FusedHit>* hits) const {
    const TopScorer scorer(&index_);
    absl::flat_hash_set<DocId> inside;
    for (const FusedHit& hit : *hits) inside.insert(hit.text.doc);
    for (const DocId doc : exact_) {
      if (inside.insert(doc).second) {
        hits->push_back({scorer.Score(scoring_, doc), 0});
      }
    }
    if (!plan_.author) return;
    for (const DocId doc : catalogue_.ByAuthor(*plan_.author)) {
      if (hits->size() >= 4 * kMaxLookedAt) return;
      if (inside.contains(doc) || !Admits(doc)) continue;
      hits->push_back({scorer.Score(scoring_, doc), 0});
    }
  }

  bool IsServed(DocId doc) const {
    return !options_.served.empty() &&
           options_.served.contains(PaperKey(catalogue_.id(doc)));
  }

  void KeepBest(std::vector<SearchHit> hits, SearchResult* result) const {
    std::erase_if(hits,
                  [this](const SearchHit& hit) { return IsServed(hit.doc); });
    const auto better = [this](const SearchHit& a, const SearchHit& b) {
      if (a.score != b.score) return a.score > b.score;
      return catalogue_.id(a.doc) < catalogue_.id(b.doc);
    };
    const size_t kept = std::min(options_.limit, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<ptrdiff_t>(kept),
                      hits.end(), better);
    hits.resize(kept);
    result->hits = std::move(hits);
  }

  void Keep(const std::vector<DocId>& docs, SearchResult* result) const {
    std::vector<SearchHit> hits;
    for (const DocId doc : docs) hits.push_back(Score(doc));
    KeepBest(std::move(hits), result);
  }

  // What a sorted list is sorted by.
  double KeyOf(DocId doc, QuerySort sort) const {
    const int32_t announced = model_.facts().Of(doc).announced;
    constexpr double kLast = -1e9;
    switch (sort) {
      case QuerySort::kUpvotes:
        return static_cast<double>(model_.Upvotes(doc));
      case QuerySort::kOldest:
        return announced == kNoDay ? kLast : -static_cast<double>(announced);
      default:
        return announced == kNoDay ? kLast : static_cast<double>(announced);
    }
  }

  // Takes matches in: counts them, and keeps the first ones of a sorted list.
  class Taker {
   public:
    Taker(Finder* finder, QuerySort sort, std::optional<FacetCounter>* facets)
        : finder_(finder),
          sort_(sort),
          facets_(facets),
          top_(&finder->catalogue_,
               sort == QuerySort::kNone ? 0 : finder->options_.limit) {}

    // False when enough were counted.
    bool Take(DocId doc) {
      if (++seen_ % kPatience == 0 && finder_->Late()) return false;
      if (!finder_->filter_.Admits(doc) || !finder_->filters_.Admits(doc) ||
          finder_->IsExcluded(doc)) {
        return true;
      }
      ++count_;
      if (*facets_) (*facets_)->Count(doc);
      if (sort_ == QuerySort::kNone) return *facets_ || count_ < kMaxTotal;
      if (!finder_->IsServed(doc)) {
        top_.Offer({doc, finder_->KeyOf(doc, sort_)});
      }
      return true;
    }
    int64_t count() const { return count_; }
    void Finish(SearchResult* result) {
      if (sort_ == QuerySort::kNone) return;
      for (const ScoredDoc& one : top_.Take()) {
        SearchHit hit = finder_->Score(one.doc);
        hit.score = one.score;
        result->hits.push_back(hit);
      }
    }

   private:
    Finder* finder_;
    QuerySort sort_;
    std::optional<FacetCounter>* facets_;
    TopList top_;
    int64_t seen_ = 0;
    int64_t count_ = 0;
  };

  // Goes through all papers that match every word; when there are none, lists
  // and tells the facets of those that match any.
  void CountMatches(QuerySort sort, std::optional<FacetCounter>* facets,
                    SearchResult* result) {
    if (sort == QuerySort::kNone && Late()) return;
    std::vector<const MatchGroup*> required;
    for (const MatchGroup& group : plan_.required) required.push_back(&group);
    std::vector<const MatchGroup*> all = required;
    for (const MatchGroup& group : plan_.words) all.push_back(&group);
    Taker taker(this, sort, facets);
    const auto take = [&](DocId doc) { return taker.Take(doc); };
    VisitMatches(index_, all, take);
    result->total = std::min(taker.count(), kMaxTotal);
    const bool any = *facets || sort != QuerySort::kNone;
    if (taker.count() == 0 && any && !Late()) {
      if (!required.empty()) {
        VisitMatches(index_, required, take);
      } else {
        VisitUnion(index_, all, take);
      }
    }
    taker.Finish(result);
  }

  void ListAll(QuerySort sort, std::optional<FacetCounter>* facets,
               SearchResult* result) {
    Taker taker(this, sort, facets);
    for (DocId doc = 0; doc < catalogue_.size(); ++doc) {
      if (catalogue_.listed(doc) && !taker.Take(doc)) break;
    }
    result->total = std::min(taker.count(), kMaxTotal);
    taker.Finish(result);
  }

  const ReadModel& model_;
  const InvertedIndex& index_;
  const Catalogue& catalogue_;
  const SearchPlan& plan_;
  const Filter& filter_;
  const FilterPlan filters_;
  const SearchOptions& options_;
  TopScorer::Request scoring_;
  const HitScorer hits_;
  std::vector<DocId> exact_;
  int64_t whole_ = 0;  // Of the ranked papers, those that match every word.
  bool late_ = false;
};

}  // namespace

absl::StatusOr<SearchResult> Searcher::Search(
    std::string_view text, const Filter& filter,
    const SearchOptions& options) const {
  Query query;
  if (options.strict) {
    auto parsed = ParseQueryStrictly(text);
    if (!parsed.ok()) return parsed.status();
    query = *std::move(parsed);
  } else {
    query = ParseQuery(text);
  }
  const SearchPlan plan =
      MakeSearchPlan(*model_, text, std::move(query), options.parts);
  SearchResult result = Finder(*model_, plan, filter, options).Run();
  result.notes = plan.notes;
  result.did_you_mean = plan.did_you_mean;
  result.marked = plan.marked;
  return result;
}

SearchHit Searcher::Match(std::string_view text, DocId doc,
                          const SearchOptions& options) const {
  const SearchPlan plan =
      MakeSearchPlan(*model_, text, ParseQuery(text), options.parts);
  const Filter filter(&model_->catalogue(), {});
  return Finder(*model_, plan, filter, options).Score(doc);
}

}  // namespace broadsheet::recommend
