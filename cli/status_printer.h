#ifndef BROADSHEET_CLI_STATUS_PRINTER_H_
#define BROADSHEET_CLI_STATUS_PRINTER_H_

#include <string>

#include "broadsheet/v1/system_service.pb.h"
#include "cli/console.h"

namespace broadsheet::cli {

// True when every house answers and a recommender is ready.
bool IsHealthy(const v1::GetSystemStatusResponse& status);

std::string StatusText(const v1::GetSystemStatusResponse& status,
                       const Console& console);
// One line of protobuf's JSON, as /api/v1/status answers.
std::string StatusJson(const v1::GetSystemStatusResponse& status);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_STATUS_PRINTER_H_
