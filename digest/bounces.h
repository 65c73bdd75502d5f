#ifndef BROADSHEET_DIGEST_BOUNCES_H_
#define BROADSHEET_DIGEST_BOUNCES_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "broadsheet/v1/digest.pb.h"
#include "common/call_context.h"
#include "digest/houses.h"

namespace broadsheet::digest {

// What a mail to the bounce address tells.
struct Bounce {
  std::string address;
  v1::Suppression::Reason reason;
  std::string detail;
  // Of our mail, when it is told.
  std::string message_id;
};

// Reads a delivery status notification (RFC 3464) about a permanent failure, or
// a complaint (RFC 5965). Nothing for anything else: delays, vacation notes.
std::optional<Bounce> ParseBounce(std::string_view mail);

// Goes through the new mails of a maildir: what is a bounce or a complaint
// suppresses its address; then the mail is moved to cur/. At most 1,000 mails
// of 256 KiB in one go. Whoever runs it beside another does the same twice.
absl::Status ReadBounces(const CallContext& call, const std::string& maildir,
                         Houses* houses);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_BOUNCES_H_
