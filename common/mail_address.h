#ifndef BROADSHEET_COMMON_MAIL_ADDRESS_H_
#define BROADSHEET_COMMON_MAIL_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace broadsheet {

// The address as it is kept: without white space around it, its domain in lower
// case. INVALID_ARGUMENT, whose message is a rule ("is not a mail address: it
// has no @"), for what cannot be written plainly into a header and an envelope:
// 3 to 254 bytes of ASCII, a local part of 1 to 64 bytes without quotes, spaces
// or any of ()<>[]:;,\, and a domain of letters, digits, hyphens and dots.
// Domains of other scripts are written in their ASCII form (xn--...).
absl::StatusOr<std::string> NormalizeMailAddress(std::string_view text);

// "example.org" of a normal address.
std::string_view MailDomain(std::string_view address);

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_MAIL_ADDRESS_H_
