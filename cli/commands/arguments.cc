#include "cli/commands/arguments.h"

namespace broadsheet::cli {
namespace {

constexpr int kMaxLimit = 500;

}  // namespace

void AddListArguments(Syntax command, ListArguments* arguments) {
  command.Add("--limit", &arguments->limit, "How many papers, 1 to 500")
      .ShowDefault()
      .InRange(1, kMaxLimit);
  command.Flag("--json", &arguments->json,
               "One JSON object a line instead of a table");
}

}  // namespace broadsheet::cli
