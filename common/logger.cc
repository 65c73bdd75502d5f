#include "common/logger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "common/json_writer.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace broadsheet {
namespace {

spdlog::level::level_enum ParseLevel(std::string_view level) {
  if (level == "debug") return spdlog::level::debug;
  if (level == "warning") return spdlog::level::warn;
  if (level == "error") return spdlog::level::err;
  return spdlog::level::info;
}

const char* LevelName(int level) {
  switch (level) {
    case spdlog::level::debug:
      return "debug";
    case spdlog::level::warn:
      return "warning";
    case spdlog::level::err:
      return "error";
    default:
      return "info";
  }
}

void AppendField(std::string_view key, std::string_view value,
                 std::string* line) {
  absl::StrAppend(line, ",\"", AsAbsl(key), "\":\"", JsonEscape(value), "\"");
}

}  // namespace

bool Logger::IsLevel(std::string_view level) {
  return level == "debug" || level == "info" || level == "warning" ||
         level == "error";
}

Logger::Logger(std::string service, std::string_view level)
    : service_(std::move(service)),
      sink_(std::make_shared<spdlog::logger>(
          service_, std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  sink_->set_pattern("%v");
  sink_->set_level(ParseLevel(level));
  sink_->flush_on(spdlog::level::debug);
}

void Logger::Debug(std::string_view message, Fields fields) const {
  Write(spdlog::level::debug, message, fields);
}
void Logger::Info(std::string_view message, Fields fields) const {
  Write(spdlog::level::info, message, fields);
}
void Logger::Warning(std::string_view message, Fields fields) const {
  Write(spdlog::level::warn, message, fields);
}
void Logger::Error(std::string_view message, Fields fields) const {
  Write(spdlog::level::err, message, fields);
}

void Logger::Write(int level, std::string_view message, Fields fields) const {
  const auto wanted = static_cast<spdlog::level::level_enum>(level);
  if (!sink_->should_log(wanted)) return;
  std::string line =
      absl::StrCat("{\"ts\":\"",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(),
                                    absl::UTCTimeZone()),
                   "\",\"level\":\"", LevelName(level), "\"");
  AppendField("service", service_, &line);
  AppendField("msg", message, &line);
  for (const auto& [key, value] : fields) AppendField(key, value, &line);
  line.push_back('}');
  sink_->log(wanted, "{}", line);
}

}  // namespace broadsheet
