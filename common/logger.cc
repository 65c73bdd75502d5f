#include "common/logger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"
#include "unicode/utf8.h"

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

void AppendEscapedAscii(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\t':
      out->append("\\t");
      return;
    case '\r':
      out->append("\\r");
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    absl::StrAppend(out, "\\u", absl::Hex(c, absl::kZeroPad4));
  } else {
    out->push_back(c);
  }
}

}  // namespace

// ICU's macro narrows bytes without a cast.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"

std::string JsonEscape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t next = 0; next < size;) {
    const int32_t start = next;
    UChar32 character;
    U8_NEXT(text.data(), next, size, character);
    if (character < 0) {
      out.append("\xEF\xBF\xBD");
    } else if (character < 0x80) {
      AppendEscapedAscii(static_cast<char>(character), &out);
    } else {
      out.append(text.substr(static_cast<size_t>(start),
                             static_cast<size_t>(next - start)));
    }
  }
  return out;
}

#pragma GCC diagnostic pop

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
