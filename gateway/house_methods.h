#ifndef BROADSHEET_GATEWAY_HOUSE_METHODS_H_
#define BROADSHEET_GATEWAY_HOUSE_METHODS_H_

#include "common/clock.h"
#include "gateway/balancer/recommenders.h"
#include "gateway/house_stubs.h"
#include "gateway/method_table.h"

namespace broadsheet::gateway {

// Methods that another house answers as they are, and that nothing stands in
// for: editions (storage), models (the trainer), and lists for somebody without
// an account (the recommenders). All must outlive the table.
void RegisterHouseMethods(MethodTable* table, const HouseStubs* houses,
                          Recommenders* recommenders, const Clock* clock);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HOUSE_METHODS_H_
