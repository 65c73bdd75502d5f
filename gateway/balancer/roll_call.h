#ifndef BROADSHEET_GATEWAY_BALANCER_ROLL_CALL_H_
#define BROADSHEET_GATEWAY_BALANCER_ROLL_CALL_H_

#include <vector>

#include "broadsheet/v1/system_service.pb.h"
#include "common/call_context.h"
#include "gateway/balancer/replica_set.h"

namespace broadsheet::gateway {

// Asks each replica itself, all at the same time, how it is doing; in their
// order. Blocks until the last has answered or the call's deadline, which must
// be finite.
std::vector<v1::RecommenderStatus> AskAll(const CallContext& call,
                                          const Replicas& replicas);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BALANCER_ROLL_CALL_H_
