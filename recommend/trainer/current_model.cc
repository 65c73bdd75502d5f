#include "recommend/trainer/current_model.h"

#include <tuple>

namespace broadsheet::recommend {
namespace {

// A bound for storages that never end; DeleteArtifacts keeps them few.
constexpr int kMaxPages = 20;

std::tuple<int64_t, int32_t> PromotedAt(const internal::v1::Artifact& a) {
  return {a.promoted_at().seconds(), a.promoted_at().nanos()};
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

}  // namespace broadsheet::recommend
