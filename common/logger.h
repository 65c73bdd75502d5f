#ifndef BROADSHEET_COMMON_LOGGER_H_
#define BROADSHEET_COMMON_LOGGER_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace spdlog {
class logger;
}

namespace broadsheet {

// Writes one JSON object a line to standard error:
// {"ts":"...","level":"info","service":"storage","msg":"...","key":"value"}.
// Cheap to copy; thread-safe.
class Logger {
 public:
  using Field = std::pair<std::string_view, std::string>;
  using Fields = std::initializer_list<Field>;

  // Whether `level` is debug, info, warning or error.
  static bool IsLevel(std::string_view level);

  // Any other level counts as info.
  Logger(std::string service, std::string_view level);

  void Debug(std::string_view message, Fields fields = {}) const;
  void Info(std::string_view message, Fields fields = {}) const;
  void Warning(std::string_view message, Fields fields = {}) const;
  void Error(std::string_view message, Fields fields = {}) const;

 private:
  void Write(int level, std::string_view message, Fields fields) const;

  std::string service_;
  std::shared_ptr<spdlog::logger> sink_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_LOGGER_H_
