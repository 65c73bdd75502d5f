#ifndef BROADSHEET_COMMON_HTTP_CLIENT_ASKED_WAIT_H_
#define BROADSHEET_COMMON_HTTP_CLIENT_ASKED_WAIT_H_

#include <optional>

#include "absl/time/time.h"
#include "common/http_client/http_fetcher.h"

namespace broadsheet {

// How long the server wants to be left alone (Retry-After, RFC 9110, section
// 10.2.3, or GitHub's headers), at least 0; nothing: it does not say.
std::optional<absl::Duration> AskedWait(const HttpPage& page, absl::Time now);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HTTP_CLIENT_ASKED_WAIT_H_
