#include "gateway/balancer/recommenders.h"

#include <memory>

namespace broadsheet::gateway {

Recommenders::Recommenders(ReplicaSet* replicas, Metrics* metrics,
                           const HedgePolicy::Options& hedging)
    : hedging_(hedging),
      balance_{
          replicas, &hedging_,
          &metrics->MakeCounter("gateway_retries_total",
                                "Calls taken to another recommender"),
          &metrics->MakeCounter("gateway_hedges_total",
                                "Slow calls asked of a second recommender")} {}

void Recommenders::Start(const CallContext& caller, const CallLimits& limits,
                         Attempts::Question question, Attempts::Done done) {
  std::make_shared<Attempts>(balance_, limits, caller, std::move(question),
                             std::move(done))
      ->Start(caller);
}

}  // namespace broadsheet::gateway
