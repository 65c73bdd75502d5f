#include "recommend/trainer/current_model.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace broadsheet::recommend {
namespace {

// A bound for storages that never end; DeleteArtifacts keeps them few.
constexpr int kMaxPages = 20;

std::tuple<int64_t, int32_t> PromotedAt(const internal::v1::Artifact& a) {
  return {a.promoted_at().seconds(), a.promoted_at().nanos()};
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

}  // namespace

absl::StatusOr<std::optional<internal::v1::Artifact>> FindCurrentModel(
    ArtifactStore* store, const CallContext& call) {
  std::optional<internal::v1::Artifact> current;
  internal::v1::ListArtifactsRequest request;
  request.set_kind("model");
  request.set_page_size(100);
  for (int page = 0; page < kMaxPages; ++page) {
    const auto listed = store->List(call, request);
    if (!listed.ok()) return listed.status();
    for (const auto& artifact : listed->artifacts()) {
      if (!artifact.has_promoted_at()) continue;
      if (!current || PromotedAt(artifact) > PromotedAt(*current)) {
        current = artifact;
      }
    }
    if (listed->next_page_token().empty()) break;
    request.set_page_token(listed->next_page_token());
  }
  return current;
}

void AddArms(const std::map<std::string, ArmCounts>& arms,
             v1::Evaluation* evaluation) {
  for (const auto& [name, counts] : arms) {
    auto* arm = evaluation->add_arms();
    arm->set_name(name);
    auto* impressions = arm->add_metrics();
    impressions->set_name("impressions");
    impressions->set_value(static_cast<double>(counts.impressions));
    *arm->add_metrics() =
        RateMetric("clicks", counts.clicks, counts.impressions);
    *arm->add_metrics() = RateMetric("likes", counts.likes, counts.impressions);
  }
}

}  // namespace broadsheet::recommend
