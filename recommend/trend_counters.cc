#include "recommend/trend_counters.h"

#include <algorithm>
#include <cmath>

#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

constexpr double kMantissa = 1 << 20;
// Attention below 2 to the minus this is none: a millionth of a millionth of a
// millionth of a new event's.
constexpr double kForgotten = 60;
// Of an event's age, or of the time until it happens; keeps numbers finite.
constexpr double kMostHalfLives = 900;
// More than the rounding of a level.
constexpr double kLevelError = 1e-6;
// In a segment, of one paper: half-lives in which something happened.
constexpr uint32_t kMostBuckets = 1 << 24;

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
  if (levels_.size() <= doc) levels_.resize(doc + 1, kNoLevel);
  if (levels_[doc] != kNoLevel) by_level_.erase({levels_[doc], doc});
  auto bucket = std::lower_bound(
      buckets.begin(), buckets.end(), time.exponent,
      [](const Bucket& b, int64_t exponent) { return b.exponent < exponent; });
  if (bucket == buckets.end() || bucket->exponent != time.exponent) {
    bucket = buckets.insert(bucket, {time.exponent, 0});
  }
  bucket->sum += amount;
  if (bucket->sum == 0) buckets.erase(bucket);
  SetLevel(doc, buckets);
  if (buckets.empty()) counters_.erase(doc);
}

void TrendCounters::SetLevel(DocId doc, const Buckets& buckets) {
  levels_[doc] = Level(buckets);
  if (levels_[doc] == kNoLevel) return;
  // Mostly the highest: attention grows.
  by_level_.insert(by_level_.end(), {levels_[doc], doc});
}

void TrendCounters::SaveCounter(DocId doc, const Buckets& buckets,
                                SegmentWriter* out) const {
  out->Put(doc);
  out->Put(static_cast<uint32_t>(buckets.size()));
  for (const Bucket& bucket : buckets) out->Put(bucket);
}

// In the order of levels, in which they are soonest put in order again.
void TrendCounters::Save(SegmentWriter* out) const {
  out->Begin("trends");
  out->Put(half_life_us_);
  out->Put(static_cast<uint32_t>(levels_.size()));
  out->Put(static_cast<uint32_t>(counters_.size()));
  for (const auto& [level, doc] : by_level_) {
    SaveCounter(doc, counters_.at(doc), out);
  }
  for (const auto& [doc, buckets] : counters_) {
    if (levels_[doc] == kNoLevel) SaveCounter(doc, buckets, out);
  }
}

void TrendCounters::Load(SegmentReader* in) {
  in->Open("trends");
  if (!in->Check(in->Get<int64_t>() == half_life_us_)) return;
  const auto papers = in->Get<uint32_t>();
  if (!in->Check(papers <= in->papers())) return;
  levels_.resize(papers, kNoLevel);
  const auto counters = in->Get<uint32_t>();
  if (!in->Check(counters <= levels_.size())) return;
  counters_.reserve(counters);
  for (uint32_t i = 0; i < counters; ++i) {
    const auto doc = in->Get<DocId>();
    const auto size = in->Get<uint32_t>();
    if (!in->Check(doc < levels_.size() && size <= kMostBuckets)) return;
    Buckets buckets(size);
    for (Bucket& bucket : buckets) bucket = in->Get<Bucket>();
    SetLevel(doc, buckets);
    counters_.emplace(doc, std::move(buckets));
  }
}

double TrendCounters::Level(const Buckets& buckets) {
  if (buckets.empty()) return kNoLevel;
  const int64_t highest = buckets.back().exponent;
  double sum = 0;
  for (const Bucket& bucket : buckets) {
    const auto below = std::min<int64_t>(highest - bucket.exponent, 1000);
    sum +=
        std::ldexp(static_cast<double>(bucket.sum), -static_cast<int>(below));
  }
  if (!(sum > 0)) return kNoLevel;
  return static_cast<double>(highest) + std::log2(sum);
}

double TrendCounters::At(absl::Time now) const {
  const Split time = Divide(absl::ToUnixMicros(now), half_life_us_);
  return static_cast<double>(time.exponent) + time.fraction +
         std::log2(kMantissa);
}

double TrendCounters::ScoreAt(DocId doc, double moment) const {
  if (doc >= levels_.size()) return 0;
  const double above = levels_[doc] - moment;
  return above < -kForgotten ? 0 : std::exp2(std::min(above, kMostHalfLives));
}

std::vector<TrendCounters::Attention> TrendCounters::Best(
    size_t limit, absl::Time now, const std::function<bool(DocId)>& admit,
    size_t looks) const {
  const double moment = At(now);
  // Below it everything is forgotten.
  double lowest = moment - kForgotten;
  std::vector<Attention> best;
  for (auto at = by_level_.rbegin(); at != by_level_.rend(); ++at) {
    const auto [level, doc] = *at;
    if (limit == 0 || level < lowest) break;
    if (--looks == 0) lowest = std::max(lowest, level - kLevelError);
    if (!admit(doc)) continue;
    const double score = ScoreAt(doc, moment);
    if (!(score > 0)) continue;
    best.push_back({doc, score});
    if (best.size() == limit) lowest = std::max(lowest, level - kLevelError);
  }
  return best;
}

}  // namespace broadsheet::recommend
