#ifndef BROADSHEET_GATEWAY_SYSTEM_PROBLEMS_H_
#define BROADSHEET_GATEWAY_SYSTEM_PROBLEMS_H_

#include <string>
#include <vector>

#include "broadsheet/v1/system_service.pb.h"

namespace broadsheet::gateway {

// What is wrong, a sentence each with what to do about it, worst first; empty
// when all is well.
std::vector<std::string> ProblemsOf(const v1::GetSystemStatusResponse& status);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_SYSTEM_PROBLEMS_H_
