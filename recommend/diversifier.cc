#include "recommend/diversifier.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kComparedTerms = 32;

// The state of one greedy selection.
class Selection {
 public:
  Selection(const ReadModel* model, std::vector<Candidate> candidates,
            const DiversityOptions& options)
      : model_(model),
        options_(options),
        candidates_(std::move(candidates)),
        allowed_(options.max_papers_of_author) {
    const auto [worst, best] = std::minmax_element(
        candidates_.begin(), candidates_.end(),
        [](const auto& a, const auto& b) { return a.score < b.score; });
    const double range = best->score - worst->score;
    for (const Candidate& c : candidates_) {
      const double relevance = range > 0 ? (c.score - worst->score) / range : 1;
      open_.push_back({.relevance = relevance});
    }
  }

  // Something must be left to pick.
  void Pick(std::vector<Candidate>* picked) {
    size_t best = Best();
    while (best == candidates_.size()) {
      allowed_ += options_.max_papers_of_author;
      best = Best();
    }
    open_[best].taken = true;
    // A paper that waited for its author's turn may be worth more than the one
    // before it.
    if (!picked->empty()) last_ = picked->back().score;
    candidates_[best].score = std::min(last_, Value(best));
    for (const AuthorId author : Entry(best).authors) ++authors_[author];
    picked_.Add(VectorOf(best));
    picked->push_back(std::move(candidates_[best]));
  }

  size_t size() const { return candidates_.size(); }

 private:
  struct Open {
    double relevance;
    // To the papers picked when it was last compared.
    double closest = 0;
    size_t compared = 0;
    std::optional<ContentVector> vector = {};  // Made when first needed.
    bool taken = false;
  };

  const PaperEntry& Entry(size_t i) const {
    return model_->catalogue().Get(candidates_[i].doc);
  }

  const ContentVector& VectorOf(size_t i) {
    auto& vector = open_[i].vector;
    if (!vector) {
      vector = model_->content().BagOf(candidates_[i].doc, kComparedTerms);
    }
    return *vector;
  }

  // At least what the paper is worth, and just that once it was compared with
  // all papers picked: another one picked makes no paper worth more.
  double Value(size_t i) const {
    return options_.lambda * open_[i].relevance -
           (1 - options_.lambda) * open_[i].closest;
  }

  bool AuthorsAllow(size_t i) const {
    const auto& authors = Entry(i).authors;
    return std::all_of(authors.begin(), authors.end(), [this](AuthorId author) {
      const auto count = authors_.find(author);
      return count == authors_.end() || count->second < allowed_;
    });
  }

  void Compare(size_t i) {
    Open& open = open_[i];
    if (open.compared == picked_.size()) return;
    for (const double closeness : picked_.To(VectorOf(i))) {
      open.closest = std::max(open.closest, closeness);
    }
    open.compared = picked_.size();
  }

  // The number of candidates when the authors allow none. Candidates come best
  // first, so the first of equals wins; those that could not win are never
  // compared.
  size_t Best() {
    size_t best = candidates_.size();
    const auto wins = [&](size_t i) {
      return best == candidates_.size() || Value(i) > Value(best);
    };
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (open_[i].taken || !wins(i) || !AuthorsAllow(i)) continue;
      Compare(i);
      if (wins(i)) best = i;
    }
    return best;
  }

  const ReadModel* model_;
  DiversityOptions options_;
  std::vector<Candidate> candidates_;
  std::vector<Open> open_;
  Cosines picked_;
  absl::flat_hash_map<AuthorId, int> authors_;
  int allowed_;  // Papers of one author, for now.
  double last_ = std::numeric_limits<double>::infinity();
};

}  // namespace

std::vector<Candidate> Diversify(const ReadModel& model,
                                 std::vector<Candidate> candidates,
                                 size_t limit,
                                 const DiversityOptions& options) {
  std::vector<Candidate> picked;
  if (candidates.empty()) return picked;
  Selection selection(&model, std::move(candidates), options);
  const size_t size = std::min(limit, selection.size());
  while (picked.size() < size) selection.Pick(&picked);
  return picked;
}

}  // namespace broadsheet::recommend
