#ifndef BROADSHEET_STORAGE_OPTIONS_H_
#define BROADSHEET_STORAGE_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/flags.h"
#include "storage/event_committer.h"

namespace broadsheet::storage {

struct Options {
  // What libpq takes: "host=/run/postgresql dbname=broadsheet" or a URI.
  std::string database = "dbname=broadsheet";
  int pool_size = 16;
  // Where the days of lists begin and end.
  std::string zone = "America/New_York";
  // How long to wait for the database at the start.
  absl::Duration database_wait = absl::Seconds(60);
  EventCommitterOptions events;
  // How long the change feed keeps a change; zero: for ever.
  absl::Duration feed_retention = absl::Hours(168);
  // Where the nameless files of row snapshots lie; empty: TMPDIR, else /tmp.
  std::string snapshot_dir;
  // How long a row snapshot is given out.
  absl::Duration snapshot_age = absl::Minutes(10);
};

// The flags of these options, on top of those of every service.
void AddFlags(Options* options, FlagSet* flags);

// INVALID_ARGUMENT names the flag.
absl::Status Validate(const Options& options);

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_OPTIONS_H_
