#ifndef BROADSHEET_RECOMMEND_SEARCH_COVERAGE_H_
#define BROADSHEET_RECOMMEND_SEARCH_COVERAGE_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace broadsheet::recommend {

// Which words of a query a paper matches, and what that is worth: a score is
// multiplied by 1 - weight + weight * (share of the words that match).
class Coverage {
 public:
  explicit Coverage(double weight) : weight_(weight) {}

  // A word that matches when all marks of one alternative are there. Without
  // alternatives it never does.
  void AddWord(std::vector<uint32_t> alternatives) {
    ++words_;
    if (alternatives.size() == 1 && std::has_single_bit(alternatives[0]) &&
        (simple_ & alternatives[0]) == 0) {
      simple_ |= alternatives[0];
    } else if (!alternatives.empty()) {
      others_.push_back(std::move(alternatives));
    }
    factors_.clear();
    for (size_t n = 0; n <= words_; ++n) {
      factors_.push_back(1 - weight_ +
                         weight_ * static_cast<double>(n) /
                             static_cast<double>(words_));
    }
  }

  size_t Matched(uint32_t marks) const {
    size_t matched = static_cast<size_t>(std::popcount(marks & simple_));
    for (const auto& alternatives : others_) {
      for (const uint32_t all : alternatives) {
        if ((marks & all) != all) continue;
        ++matched;
        break;
      }
    }
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
    return words_ == 0 ? 1 : factors_[Matched(marks)];
  }

 private:
  double weight_;
  size_t words_ = 0;
  uint32_t simple_ = 0;  // Marks of words that one of them decides.
  std::vector<std::vector<uint32_t>> others_;
  std::vector<double> factors_;  // By words matched.
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SEARCH_COVERAGE_H_
