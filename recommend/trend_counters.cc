#include "recommend/trend_counters.h"

#include <algorithm>
#include <cmath>

namespace broadsheet::recommend {
namespace {

constexpr double kMantissa = 1 << 20;
// Older attention is below a millionth of a millionth of a new event's.
constexpr int64_t kForgotten = 60;

struct Split {
  int64_t exponent;
  double fraction;
};

Split Divide(int64_t time_us, int64_t half_life_us) {
  int64_t exponent = time_us / half_life_us;
  int64_t rest = time_us % half_life_us;
  if (rest < 0) {
    rest += half_life_us;
    --exponent;
  }
  return {exponent,
          static_cast<double>(rest) / static_cast<double>(half_life_us)};
}

}  // namespace

TrendCounters::TrendCounters(absl::Duration half_life)
    : half_life_us_(
          std::max<int64_t>(1, absl::ToInt64Microseconds(half_life))) {}

void TrendCounters::Add(DocId doc, int64_t weight, absl::Time at) {
  if (weight == 0) return;
  const Split time = Divide(absl::ToUnixMicros(at), half_life_us_);
  const int64_t amount =
      weight * std::llround(std::exp2(time.fraction) * kMantissa);
  Buckets& buckets = counters_[doc];
  auto bucket = std::lower_bound(
      buckets.begin(), buckets.end(), time.exponent,
      [](const Bucket& b, int64_t exponent) { return b.exponent < exponent; });
  if (bucket == buckets.end() || bucket->exponent != time.exponent) {
    bucket = buckets.insert(bucket, {time.exponent, 0});
  }
  bucket->sum += amount;
  if (bucket->sum == 0) buckets.erase(bucket);
  if (buckets.empty()) counters_.erase(doc);
}

double TrendCounters::Score(DocId doc, absl::Time now) const {
  const auto counter = counters_.find(doc);
  if (counter == counters_.end()) return 0;
  const Split time = Divide(absl::ToUnixMicros(now), half_life_us_);
  double sum = 0;
  for (const Bucket& bucket : counter->second) {
    const int64_t age = time.exponent - bucket.exponent;
    if (age > kForgotten) continue;
    const auto growth = static_cast<int>(std::min(-age, kForgotten));
    sum += std::ldexp(static_cast<double>(bucket.sum), growth);
  }
  return sum / (kMantissa * std::exp2(time.fraction));
}

std::vector<DocId> TrendCounters::Papers() const {
  std::vector<DocId> docs;
  docs.reserve(counters_.size());
  for (const auto& [doc, buckets] : counters_) docs.push_back(doc);
  return docs;
}

}  // namespace broadsheet::recommend
