#include "recommend/search/hit_scorer.h"

#include <algorithm>
#include <cmath>

#include "recommend/taste.h"

namespace broadsheet::recommend {
namespace {

// Above any score of words: a query has at most 32 terms of them.
constexpr double kExactAuthorBonus = 1'000;
constexpr double kExactTitleBonus = 10'000;
constexpr double kExactIdBonus = 100'000;
constexpr double kPhraseWeight = 0.5;
constexpr double kOrderWeight = 1;
// Fewer words in a row say nothing that phrases do not.
constexpr size_t kShortRun = 3;
// Places from a word to the next: two others may stand between.
constexpr size_t kRunStep = 3;
constexpr double kRecencyWeight = 0.04;
constexpr double kPopularityWeight = 0.04;
constexpr double kPersonalWeight = 0.15;
constexpr double kRecencyDays = 365;
// Upvotes that are as popular as can be.
constexpr double kManyUpvotes = 1'000;
constexpr size_t kTasteTerms = 64;

}  // namespace

HitScorer::HitScorer(const ReadModel& model, const SearchPlan& plan,
                     const Options& options)
    : model_(model), plan_(plan), options_(options) {
  if (options.parts.personal && options.reader != nullptr) {
    taste_.emplace(MakeTaste(model, *options.reader).profile);
  }
}

SearchHit HitScorer::Complete(const TextHit& text, double semantic) const {
  SearchHit hit;
  hit.doc = text.doc;
  hit.text = text.text;
  hit.coverage = plan_.coverage.Share(text.marks);
  hit.semantic = semantic;
  if (options_.parts.phrases) {
    hit.phrases = Phrases(text.doc);
    hit.in_order = InOrder(text.doc);
  }
  if (options_.parts.priors) {
    hit.recency = Recency(text.doc);
    hit.popularity = Popularity(text.doc);
  }
  if (taste_) {
    const auto vector = model_.content().BagOf(text.doc, kTasteTerms);
    hit.personal = std::max(0.0, taste_->To(vector)[0]);
  }
  const double factor =
      1 + kPhraseWeight * hit.phrases +
      kOrderWeight * std::pow(hit.in_order, 4) + kRecencyWeight * hit.recency +
      kPopularityWeight * hit.popularity + kPersonalWeight * hit.personal;
  hit.score = text.score * factor + semantic;
  if (options_.parts.exact) AddExact(&hit);
  return hit;
}

double HitScorer::Phrases(DocId doc) const {
  double all = 0;
  double found = 0;
  const PaperTerms& terms = model_.index().TermsOf(doc);
  // "Llama" goes before "Llama3", which it also finds.
  if (plan_.in_order.size() == 1) {
    return terms.HasPhrase(plan_.in_order, kAllFields) ? 1 : 0;
  }
  for (const SearchPlan::Pair& pair : plan_.pairs) {
    all += pair.weight;
    const TermId both[] = {pair.first, pair.second};
    if (terms.HasPhrase(both, kAllFields)) found += pair.weight;
  }
  return all > 0 ? found / all : 0;
}

double HitScorer::InOrder(DocId doc) const {
  const size_t words = plan_.in_order.size();
  if (words < kShortRun) return 0;
  const size_t run =
      model_.index().TermsOf(doc).LongestRun(plan_.in_order, kRunStep);
  return run < kShortRun
             ? 0
             : static_cast<double>(run) / static_cast<double>(words);
}

double HitScorer::Recency(DocId doc) const {
  const int32_t announced = model_.facts().Of(doc).announced;
  if (announced == kNoDay) return 0;
  const double today =
      static_cast<double>(absl::ToUnixSeconds(options_.as_of)) / 86400;
  const double age = std::max(0.0, std::floor(today) - announced);
  return std::exp(-age / kRecencyDays);
}

double HitScorer::Popularity(DocId doc) const {
  const auto upvotes =
      static_cast<double>(std::max<int64_t>(0, model_.Upvotes(doc)));
  return std::min(1.0, std::log1p(upvotes) / std::log1p(kManyUpvotes));
}

void HitScorer::AddExact(SearchHit* hit) const {
  const PaperEntry& entry = model_.catalogue().Get(hit->doc);
  hit->exact_title =
      !plan_.title_key.empty() && entry.title_key == plan_.title_key;
  hit->exact_id = std::find(plan_.by_id.begin(), plan_.by_id.end(), hit->doc) !=
                  plan_.by_id.end();
  hit->exact_author =
      plan_.author && std::find(entry.authors.begin(), entry.authors.end(),
                                *plan_.author) != entry.authors.end();
  if (hit->exact_author) hit->score += kExactAuthorBonus;
  if (hit->exact_title) hit->score += kExactTitleBonus;
  if (hit->exact_id) hit->score += kExactIdBonus;
}

}  // namespace broadsheet::recommend
