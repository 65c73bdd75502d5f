#include "cli/id_file.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "cli/line_reader.h"
#include "cli/session.h"

namespace broadsheet::cli {

absl::StatusOr<std::vector<std::string>> ReadIds(const std::string& path,
                                                 size_t limit) {
  std::vector<std::string> ids;
  absl::Status read =
      ForEachLine(path, {.bytes = 200, .rule = "; write one id a line"},
                  [&](size_t number, std::string_view line) {
                    if (ids.size() == limit) {
                      return UsageError(absl::StrCat(
                          path, ":", number, ": more than ", limit, " ids"));
                    }
                    ids.emplace_back(line);
                    return absl::OkStatus();
                  });
  if (!read.ok()) return read;
  return ids;
}

}  // namespace broadsheet::cli
