#ifndef BROADSHEET_CLI_EVENT_FILE_H_
#define BROADSHEET_CLI_EVENT_FILE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/v1/event.pb.h"

namespace broadsheet::cli {

// Whether each event must say when it was: what is told apart by time has no
// use for events that all are of the same moment.
enum class EventTimes { kOptional, kRequired };

// Reads a file of events as `events` takes them (JSON lines; plain, .gz or
// .zst; "-" is standard input) and gives them to `take`, at most 1,000 at once,
// in their order. Only what tells who wanted what and when is read: reader,
// paper, kind, at. Errors made by UsageError name file, line and field; an
// error of `take` ends the reading.
absl::Status ReadEvents(
    const std::string& path, EventTimes times,
    const std::function<absl::Status(std::vector<v1::Event> events)>& take);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_EVENT_FILE_H_
