#ifndef BROADSHEET_CLI_EVALUATION_PRINTER_H_
#define BROADSHEET_CLI_EVALUATION_PRINTER_H_

#include <string>

#include "broadsheet/v1/model_service.pb.h"
#include "cli/console.h"

namespace broadsheet::cli {

// A row for each way of ranking, a column for each metric with its interval;
// below it a bar for each recall@20.
std::string EvaluationText(const v1::Evaluation& evaluation,
                           const Console& console);
// One JSON object for each way of ranking and each arm, a line each.
std::string EvaluationJson(const v1::Evaluation& evaluation);
// The first metric of every ranking as a picture: bars with their intervals.
std::string EvaluationSvg(const v1::Evaluation& evaluation);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_EVALUATION_PRINTER_H_
