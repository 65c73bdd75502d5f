#ifndef BROADSHEET_CLI_COMMANDS_PAGING_H_
#define BROADSHEET_CLI_COMMANDS_PAGING_H_

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace broadsheet::cli {

// The greatest page that the gateway gives.
constexpr int kMaxPageSize = 500;

// Calls `fetch` for page after page and `take` with each response, until there
// are no more or `limit` elements came; `take` answers how many it took.
template <class Request, class Fetch, class Take>
absl::Status ForEachPage(Request request, int64_t limit, const Fetch& fetch,
                         const Take& take) {
  int64_t left = limit;
  while (left > 0) {
    request.set_page_size(
        static_cast<int32_t>(std::min<int64_t>(left, kMaxPageSize)));
    auto response = fetch(request);
    if (!response.ok()) return response.status();
    left -= take(*response);
    if (response->next_page_token().empty()) break;
    request.set_page_token(response->next_page_token());
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_COMMANDS_PAGING_H_
