#ifndef BROADSHEET_CLI_LINE_READER_H_
#define BROADSHEET_CLI_LINE_READER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace broadsheet::cli {

struct LineLimit {
  size_t bytes = 0;
  // What an error says of a longer line, after its number.
  std::string rule;
};

// Gives `take` the lines of a file (plain, .gz or .zst; "-" is standard input)
// with their numbers, from 1, without the blanks around them; blank ones are
// left out. Errors made by UsageError name the file, and the line when it is
// too long; an error of `take` ends the reading.
absl::Status ForEachLine(
    const std::string& path, const LineLimit& limit,
    const std::function<absl::Status(size_t number, std::string_view line)>&
        take);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_LINE_READER_H_
