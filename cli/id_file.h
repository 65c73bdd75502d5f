#ifndef BROADSHEET_CLI_ID_FILE_H_
#define BROADSHEET_CLI_ID_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace broadsheet::cli {

// The ids in a file (plain, .gz or .zst; "-" is standard input), one a line;
// blank lines and blanks around ids do not count. Errors made by UsageError
// name file and line: a file that cannot be read, an id longer than 200 bytes,
// more than `limit` ids.
absl::StatusOr<std::vector<std::string>> ReadIds(const std::string& path,
                                                 size_t limit);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_ID_FILE_H_
