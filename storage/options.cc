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
}

absl::Status Validate(const Options& options) {
  if (options.pool_size < 1 || options.pool_size > 500) {
    return InvalidField("--pool-size", "is not between 1 and 500");
  }
  if (options.database.empty()) {
    return InvalidField("--database", "is empty");
  }
  const auto zone = LoadZone(options.zone);
  if (!zone.ok()) {
    return InvalidField("--zone", std::string(zone.status().message()));
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::storage
