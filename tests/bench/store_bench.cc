// Measures storage's code beside bare statements, in clusters of its own; see
// --help.

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "tests/bench/bulk.h"
#include "tests/bench/event_calls.h"

int main(int argc, char** argv) {
  CLI::App app(
      "Measures storage beside bare statements, on clusters made "
      "for it.");
  app.require_subcommand(1);
  int rows = 100000;
  int batch = 500;
  CLI::App* papers = app.add_subcommand("papers", "new and unchanged papers");
  CLI::App* events = app.add_subcommand("events", "bulk events");
  for (CLI::App* bulk : {papers, events}) {
    bulk->add_option("--rows", rows, "how many")->check(CLI::Range(1, 5000000));
    bulk->add_option("--batch", batch, "rows in a transaction")
        ->check(CLI::Range(1, 1000));
  }
  int callers = 64;
  int seconds = 10;
  CLI::App* calls =
      app.add_subcommand("calls", "single events of concurrent callers");
  calls->add_option("--callers", callers, "how many at once")
      ->check(CLI::Range(1, 1000));
  calls->add_option("--seconds", seconds, "how long, each")
      ->check(CLI::Range(1, 3600));
  CLI11_PARSE(app, argc, argv);
  if (*papers) broadsheet::bench::MeasurePapers(rows, batch);
  if (*events) broadsheet::bench::MeasureEvents(rows, batch);
  if (*calls) {
    broadsheet::bench::MeasureCalls(callers, absl::Seconds(seconds));
  }
  return 0;
}
