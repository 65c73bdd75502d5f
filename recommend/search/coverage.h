#ifndef BROADSHEET_RECOMMEND_SEARCH_COVERAGE_H_
#define BROADSHEET_RECOMMEND_SEARCH_COVERAGE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace broadsheet::recommend {

// Which words of a query a paper matches, and what that is worth: a score is
// multiplied by 1 - weight + weight * (what matches of the words' idf): a rare
// word that is missing costs more than a frequent one.
class Coverage {
 public:
  explicit Coverage(double weight) : weight_(weight) {}

  // A word that matches when all marks of one alternative are there. Without
  // alternatives it never does. `idf` is above 0.
  void AddWord(std::vector<uint32_t> alternatives, double idf = 1) {
    ++words_;
    all_idf_ += idf;
    if (alternatives.size() == 1 && std::has_single_bit(alternatives[0]) &&
        (simple_ & alternatives[0]) == 0) {
      simple_ |= alternatives[0];
      AddToSums(static_cast<size_t>(std::countr_zero(alternatives[0])), idf);
    } else if (!alternatives.empty()) {
      others_.push_back({std::move(alternatives), idf});
    }
  }

  size_t Matched(uint32_t marks) const {
    size_t matched = static_cast<size_t>(std::popcount(marks & simple_));
    for (const Word& word : others_) matched += word.Matches(marks) ? 1 : 0;
    return matched;
  }
  size_t words() const { return words_; }
  double Share(uint32_t marks) const {
    return words_ == 0 ? 0
                       : static_cast<double>(Matched(marks)) /
                             static_cast<double>(words_);
  }
  // Grows with the marks.
  double Factor(uint32_t marks) const {
    if (words_ == 0) return 1;
    double matched = 0;
    for (size_t i = 0; i < sums_.size(); ++i) {
      matched += sums_[i][marks >> (8 * i) & 0xFF];
    }
    for (const Word& word : others_) {
      if (word.Matches(marks)) matched += word.idf;
    }
    return 1 - weight_ + weight_ * (matched / all_idf_);
  }

 private:
  struct Word {
    bool Matches(uint32_t marks) const {
      return std::any_of(
          alternatives.begin(), alternatives.end(),
          [marks](uint32_t all) { return (marks & all) == all; });
    }

    std::vector<uint32_t> alternatives;
    double idf;
  };

  void AddToSums(size_t bit, double idf) {
    if (sums_.size() <= bit / 8) sums_.resize(bit / 8 + 1);
    auto& sums = sums_[bit / 8];
    for (size_t marks = 0; marks < sums.size(); ++marks) {
      if ((marks >> bit % 8 & 1) != 0) sums[marks] += idf;
    }
  }

  double weight_;
  size_t words_ = 0;
  double all_idf_ = 0;
  uint32_t simple_ = 0;  // Marks of words that one of them decides.
  // The idf of those words, by 8 of the marks each.
  std::vector<std::array<double, 256>> sums_;
  std::vector<Word> others_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_COVERAGE_H_
