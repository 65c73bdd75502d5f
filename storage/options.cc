#include "storage/options.h"

#include "common/days.h"
#include "common/errors.h"

namespace broadsheet::storage {

void AddFlags(Options* options, FlagSet* flags) {
  flags->Add("--database", &options->database,
             "PostgreSQL, as libpq takes it (key=value pairs or a URI)");
  flags->Add("--pool-size", &options->pool_size,
             "connections for calls, 1 to 500");
  flags->Add("--zone", &options->zone, "time zone of the feed's days");
  flags->Add("--database-wait", &options->database_wait,
             "how long to wait for the database at the start");
  flags->Add("--event-committers", &options->events.committers,
             "threads that store small event calls together, 1 to 16");
  flags->Add("--event-wait", &options->events.wait,
             "how long such a call waits for others, at most 100ms");
  flags->Add("--feed-retention", &options->feed_retention,
             "how long the change feed keeps changes, such as 168h; 0: for "
             "ever");
  flags->Add("--snapshot-dir", &options->snapshot_dir,
             "folder for the (nameless) files of row snapshots, with room for "
             "four of them; default: TMPDIR");
  flags->Add("--snapshot-age", &options->snapshot_age,
             "how long a row snapshot is given out, 0 to 24h");
}

absl::Status Validate(const Options& options) {
  if (options.pool_size < 1 || options.pool_size > 500) {
    return InvalidField("--pool-size", "is not between 1 and 500");
  }
  if (options.events.committers < 1 || options.events.committers > 16) {
    return InvalidField("--event-committers", "is not between 1 and 16");
  }
  if (options.events.wait < absl::ZeroDuration() ||
      options.events.wait > absl::Milliseconds(100)) {
    return InvalidField("--event-wait", "is not between 0 and 100ms");
  }
  if (options.database.empty()) {
    return InvalidField("--database", "is empty");
  }
  if (options.feed_retention < absl::ZeroDuration() ||
      (options.feed_retention > absl::ZeroDuration() &&
       options.feed_retention < 2 * options.snapshot_age)) {
    return InvalidField("--feed-retention",
                        "is neither 0 nor at least twice --snapshot-age");
  }
  if (options.snapshot_age < absl::ZeroDuration() ||
      options.snapshot_age > absl::Hours(24)) {
    return InvalidField("--snapshot-age", "is not between 0 and 24h");
  }
  const auto zone = LoadZone(options.zone);
  if (!zone.ok()) {
    return InvalidField("--zone", std::string(zone.status().message()));
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::storage
