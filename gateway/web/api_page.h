#ifndef BROADSHEET_GATEWAY_WEB_API_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_API_PAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/web/page_writer.h"

namespace broadsheet::gateway {

// The page that tells people of the API: every public method with its address,
// who may call it and what it takes, out of the contract itself.
absl::StatusOr<std::string> WriteApiPage(const PageWriter& writer,
                                         const PageFrame& frame);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_API_PAGE_H_
