#include "cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

constexpr int kDefaultWidth = 100;
constexpr int kMinWidth = 40;
constexpr int kMaxWidth = 1000;

int TerminalWidth() {
  int width = 0;
  const char* columns = std::getenv("COLUMNS");
  if (columns != nullptr && absl::SimpleAtoi(columns, &width) && width > 0) {
    return std::clamp(width, kMinWidth, kMaxWidth);
  }
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<int>(size.ws_col, kMinWidth, kMaxWidth);
  }
  return kDefaultWidth;
}

}  // namespace

Console ProcessConsole() {
  const bool out_is_terminal = isatty(STDOUT_FILENO) == 1;
  return Console{.out = &std::cout,
                 .err = &std::cerr,
                 .out_is_terminal = out_is_terminal,
                 .err_is_terminal = isatty(STDERR_FILENO) == 1,
                 .width = TerminalWidth(),
                 .colours = out_is_terminal && !std::getenv("NO_COLOR")};
}

std::string Count(int64_t number, const std::string& noun) {
  return WithCommas(number) + " " + noun + (number == 1 ? "" : "s");
}

}  // namespace broadsheet::cli
