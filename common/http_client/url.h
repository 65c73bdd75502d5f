#ifndef BROADSHEET_COMMON_HTTP_CLIENT_URL_H_
#define BROADSHEET_COMMON_HTTP_CLIENT_URL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace broadsheet {

using UrlParameters = std::vector<std::pair<std::string, std::string>>;

// `base` (that CheckBaseUrl took) with the parameters whose values are not
// empty, as a form writes them: percent-encoded once, a blank as "+".
std::string WithParameters(const std::string& base,
                           const UrlParameters& parameters);
// The same parameters as the body of a form: "a=b&c=d".
std::string FormOf(const UrlParameters& parameters);
// `base` with more folders; `path` is put there as it is.
std::string WithPath(const std::string& base, const std::string& path);

// The host of a URL in small letters; empty when there is none.
std::string HostOf(const std::string& url);

// "https://host:443": scheme, host and port, the default one too; empty when
// it is no URL (RFC 6454, section 4).
std::string OriginOf(const std::string& url);

// INVALID_ARGUMENT that names the field "url": it is no http or https URL of at
// most 2,000 bytes, or has a user, a query or a fragment.
absl::Status CheckBaseUrl(const std::string& url);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_HTTP_CLIENT_URL_H_
