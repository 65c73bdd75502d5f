#include "recommend/trainer/arm_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxArms = 100;
// Names that readers may make up until then.
constexpr size_t kMaxNames = 10'000;
constexpr size_t kMaxDeeds = 20'000;
constexpr int64_t kMemoryUs = int64_t{7} * 24 * 3600 * 1'000'000;

int64_t TimeOf(const v1::Event& event) {
  return event.at().seconds() * 1'000'000 + event.at().nanos() / 1000;
}

// A part of `count` with its 95 % interval (normal approximation).
v1::ModelMetric RateMetric(const char* name, int64_t part, int64_t count) {
  v1::ModelMetric metric;
  metric.set_name(name);
  if (count == 0) return metric;
  const auto n = static_cast<double>(count);
  const double rate = std::min(1.0, static_cast<double>(part) / n);
  const double error = 1.96 * std::sqrt(rate * (1 - rate) / n);
  metric.set_value(rate);
  metric.set_low(rate - error);
  metric.set_high(rate + error);
  return metric;
}

v1::ModelMetric CountMetric(const char* name, int64_t count) {
  v1::ModelMetric metric;
  metric.set_name(name);
  metric.set_value(static_cast<double>(count));
  return metric;
}

}  // namespace

void ArmReport::Count(const v1::Event& event) {
  std::optional<decltype(Deed::kind)> kind;
  switch (event.kind()) {
    case v1::EVENT_KIND_IMPRESSION:
      if (!event.arm().empty()) kind = Deed::kShown;
      break;
    case v1::EVENT_KIND_VIEW:
    case v1::EVENT_KIND_CLICK:
    case v1::EVENT_KIND_READ:
      kind = Deed::kClick;
      break;
    case v1::EVENT_KIND_UPVOTE:
    case v1::EVENT_KIND_SAVE:
    case v1::EVENT_KIND_SHARE:
      kind = Deed::kLike;
      break;
    default:
      break;
  }
  if (event.reader_id() != reader_id_) {
    EndReader();
    reader_id_ = event.reader_id();
  }
  if (!kind || deeds_.size() == kMaxDeeds) return;
  deeds_.push_back({event.paper_id(), TimeOf(event), event.arm(), *kind});
}

ArmReport::Deed* ArmReport::ShownBefore(const Deed& answer) {
  // deeds_ are ordered by paper and time; the answer is one of them.
  for (auto at = static_cast<size_t>(&answer - deeds_.data()); at-- > 0;) {
    Deed& deed = deeds_[at];
    if (deed.paper_id != answer.paper_id) return nullptr;
    if (answer.at_us - deed.at_us > kMemoryUs) return nullptr;
    if (deed.kind != Deed::kShown) continue;
    if (answer.arm.empty() || answer.arm == deed.arm) return &deed;
  }
  return nullptr;
}

void ArmReport::EndReader() {
  const bool shown =
      std::any_of(deeds_.begin(), deeds_.end(),
                  [](const Deed& deed) { return deed.kind == Deed::kShown; });
  if (!shown) {
    deeds_.clear();
    return;
  }
  std::sort(deeds_.begin(), deeds_.end(), [](const Deed& a, const Deed& b) {
    return std::tie(a.paper_id, a.at_us, a.kind, a.arm) <
           std::tie(b.paper_id, b.at_us, b.kind, b.arm);
  });
  for (const Deed& deed : deeds_) {
    if (deed.kind == Deed::kShown) continue;
    Deed* before = ShownBefore(deed);
    if (before == nullptr) continue;
    (deed.kind == Deed::kClick ? before->clicked : before->liked) = true;
  }
  absl::flat_hash_set<std::string> arms;
  for (const Deed& deed : deeds_) {
    if (deed.kind != Deed::kShown) continue;
    if (counts_.size() == kMaxNames && !counts_.contains(deed.arm)) continue;
    ArmCounts& counts = counts_[deed.arm];
    counts.readers += arms.insert(deed.arm).second ? 1 : 0;
    ++counts.impressions;
    counts.clicks += deed.clicked ? 1 : 0;
    counts.likes += deed.liked ? 1 : 0;
  }
  deeds_.clear();
}

std::vector<ArmReport::Arm> ArmReport::Finish() {
  EndReader();
  std::vector<Arm> arms;
  for (const auto& [name, counts] : counts_) arms.push_back({name, counts});
  std::sort(arms.begin(), arms.end(), [](const Arm& a, const Arm& b) {
    return std::tie(b.counts.readers, a.name) <
           std::tie(a.counts.readers, b.name);
  });
  if (arms.size() > kMaxArms) arms.resize(kMaxArms);
  std::sort(arms.begin(), arms.end(),
            [](const Arm& a, const Arm& b) { return a.name < b.name; });
  return arms;
}

void AddArms(const std::vector<ArmReport::Arm>& arms,
             v1::Evaluation* evaluation) {
  for (const auto& [name, counts] : arms) {
    auto* arm = evaluation->add_arms();
    arm->set_name(name);
    *arm->add_metrics() = CountMetric("readers", counts.readers);
    *arm->add_metrics() = CountMetric("impressions", counts.impressions);
    *arm->add_metrics() =
        RateMetric("clicks", counts.clicks, counts.impressions);
    *arm->add_metrics() = RateMetric("likes", counts.likes, counts.impressions);
  }
}

}  // namespace broadsheet::recommend
