#ifndef BROADSHEET_GATEWAY_LIST_LIMIT_H_
#define BROADSHEET_GATEWAY_LIST_LIMIT_H_

#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "gateway/balancer/call_rules.h"

namespace broadsheet::gateway {

// How long a recommender may take for a list before the caller gets a
// substitute. Somebody waits for a page.
constexpr absl::Duration kListLimit = absl::Seconds(2);
// Evaluations rank thousands of candidates by the models alone; nothing can
// stand in for them.
constexpr absl::Duration kEvaluationLimit = absl::Seconds(60);

template <class Request>
CallLimits ListLimits(const Request&) {
  return {kListLimit};
}

inline CallLimits ListLimits(const v1::FeedRequest& request) {
  const bool evaluation = request.ranking() == v1::RANKING_RELEVANCE ||
                          request.candidate_ids_size() > 0;
  if (evaluation) return {kEvaluationLimit, /*hedge=*/false};
  return {kListLimit};
}

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_LIST_LIMIT_H_
