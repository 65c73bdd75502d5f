#include "cli/line_skipper.h"

namespace broadsheet::cli {

void LineSkipper::Apply(std::string* piece) {
  size_t at = 0;
  size_t breaks = 0;
  while (left_ > 0 && at < piece->size()) {
    const size_t end = piece->find('\n', at);
    at = end == std::string::npos ? piece->size() : end + 1;
    if (end == std::string::npos) break;
    ++breaks;
    --left_;
  }
  if (at > 0) piece->replace(0, at, breaks, '\n');
}

}  // namespace broadsheet::cli
