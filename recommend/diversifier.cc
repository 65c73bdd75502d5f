#include "recommend/diversifier.h"

#include <algorithm>
#include <limits>
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
      : model_(model), options_(options), candidates_(std::move(candidates)) {
    const auto [worst, best] = std::minmax_element(
        candidates_.begin(), candidates_.end(),
        [](const auto& a, const auto& b) { return a.score < b.score; });
    const double range = best->score - worst->score;
    for (const Candidate& c : candidates_) {
      const double relevance = range > 0 ? (c.score - worst->score) / range : 1;
      open_.push_back(
          {relevance, 0, model_->content().VectorOf(c.doc, kComparedTerms)});
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
    const CosineTo closeness(open_[best].vector);
    for (Open& other : open_) {
      if (other.taken) continue;
      other.closest = std::max(other.closest, closeness(other.vector));
    }
    picked->push_back(std::move(candidates_[best]));
  }

  size_t size() const { return candidates_.size(); }

 private:
  struct Open {
    double relevance;
    double closest;
    ContentVector vector;
    bool taken = false;
  };

  const PaperEntry& Entry(size_t i) const {
    return model_->catalogue().Get(candidates_[i].doc);
  }

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

  // The number of candidates when the authors allow none. Candidates come best
  // first, so the first of equals wins.
  size_t Best() const {
    size_t best = candidates_.size();
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (open_[i].taken) continue;
      if (best < candidates_.size() && Value(i) <= Value(best)) continue;
      if (AuthorsAllow(i)) best = i;
    }
    return best;
  }

  const ReadModel* model_;
  DiversityOptions options_;
  std::vector<Candidate> candidates_;
  std::vector<Open> open_;
  absl::flat_hash_map<AuthorId, int> authors_;
  int allowed_ = 0;  // Papers of one author, for now.
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
