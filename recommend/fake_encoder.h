#ifndef BROADSHEET_RECOMMEND_FAKE_ENCODER_H_
#define BROADSHEET_RECOMMEND_FAKE_ENCODER_H_

// For tests.

#include <cmath>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "common/stable_hash.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// An embedding server in memory: texts about the heavens are close to each
// other, as are those about life, whatever their words; numbers make texts
// differ a little. Thread-safe.
class FakeEncoder final : public Encoder {
 public:
  explicit FakeEncoder(std::string name = "fake", size_t dimension = 32)
      : name_(std::move(name)), dimension_(dimension) {}

  const std::string& name() const override { return name_; }
  size_t dimension() const override { return dimension_; }
  size_t max_batch() const override { return 4; }

  absl::StatusOr<std::vector<std::vector<float>>> Encode(
      const CallContext&, TextKind kind,
      std::span<const std::string> texts) override {
    std::lock_guard lock(mu_);
    ++calls_;
    if (!failure_.ok()) return failure_;
    std::vector<std::vector<float>> vectors;
    for (const std::string& text : texts) {
      if (!refused_.empty() && absl::StrContains(text, refused_)) {
        return absl::InvalidArgumentError("such words are not encoded");
      }
      asked_.push_back(text);
      kinds_.push_back(kind);
      vectors.push_back(VectorOf(text));
    }
    return vectors;
  }

  std::vector<float> VectorOf(const std::string& text) const {
    std::vector<float> vector(dimension_);
    for (const absl::string_view word : {"galax", "star", "sky"}) {
      if (absl::StrContains(text, word)) vector[0] += 1;
    }
    for (const absl::string_view word : {"protein", "cell", "life"}) {
      if (absl::StrContains(text, word)) vector[1] += 1;
    }
    vector[2 + StableHash(text, 1) % (dimension_ - 2)] += 0.2f;
    float squares = 0;
    for (const float value : vector) squares += value * value;
    for (float& value : vector) value /= std::sqrt(squares);
    return vector;
  }

  // Until it is OK again.
  void Fail(absl::Status failure) {
    std::lock_guard lock(mu_);
    failure_ = std::move(failure);
  }
  // Batches with a text that has it.
  void Refuse(std::string word) {
    std::lock_guard lock(mu_);
    refused_ = std::move(word);
  }
  int calls() const {
    std::lock_guard lock(mu_);
    return calls_;
  }
  std::vector<std::string> asked() const {
    std::lock_guard lock(mu_);
    return asked_;
  }
  std::vector<TextKind> kinds() const {
    std::lock_guard lock(mu_);
    return kinds_;
  }

 private:
  const std::string name_;
  const size_t dimension_;
  mutable std::mutex mu_;
  absl::Status failure_;            // GUARDED_BY(mu_)
  std::string refused_;             // GUARDED_BY(mu_)
  int calls_ = 0;                   // GUARDED_BY(mu_)
  std::vector<std::string> asked_;  // GUARDED_BY(mu_)
  std::vector<TextKind> kinds_;     // GUARDED_BY(mu_)
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_FAKE_ENCODER_H_
