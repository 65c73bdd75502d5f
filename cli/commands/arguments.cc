#include "cli/commands/arguments.h"

#include "common/days.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

constexpr int kMaxLimit = 500;

std::string RuleOf(const absl::Status& status) {
  return std::string(AsStd(status.message()));
}

}  // namespace

void AddListArguments(CLI::App* command, ListArguments* arguments) {
  command->add_option("--limit", arguments->limit, "How many papers, 1 to 500")
      ->capture_default_str()
      ->check(CLI::Range(1, kMaxLimit));
  command->add_flag("--json", arguments->json,
                    "One JSON object a line instead of a table");
}

CLI::Validator IsDay() {
  return CLI::Validator(
      [](std::string& text) {
        auto day = ParseDay(text);
        return day.ok() ? "" : "'" + text + "' " + RuleOf(day.status());
      },
      "YYYY-MM-DD");
}

CLI::Validator IsPeriod() {
  return CLI::Validator(
      [](std::string& text) {
        auto period = ParsePeriod(text);
        return period.ok() ? "" : "'" + text + "' " + RuleOf(period.status());
      },
      "PERIOD");
}

CLI::Validator IsShort(size_t limit) {
  return CLI::Validator(
      [limit](std::string& text) {
        if (!text.empty() && text.size() <= limit) return std::string();
        return "has " + std::to_string(text.size()) + " bytes; 1 to " +
               std::to_string(limit) + " are allowed";
      },
      "");
}

}  // namespace broadsheet::cli
