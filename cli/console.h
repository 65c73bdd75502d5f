#ifndef BROADSHEET_CLI_CONSOLE_H_
#define BROADSHEET_CLI_CONSOLE_H_

#include <cstdint>
#include <ostream>
#include <string>

namespace broadsheet::cli {

// Where output goes, and what the places can show. Passed in, so that tests
// read what a command prints. The streams must outlive it.
struct Console {
  std::ostream* out;
  std::ostream* err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  // Columns of the terminal.
  int width = 100;
  bool colours = false;
};

// Standard output and error of this process. The width is COLUMNS or the
// terminal's, else 100; colours only on a terminal and without NO_COLOR.
Console ProcessConsole();

// "1 paper", "2,000 papers".
std::string Count(int64_t number, const std::string& noun);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_CONSOLE_H_
