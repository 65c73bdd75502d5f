#ifndef BROADSHEET_DIGEST_MIME_H_
#define BROADSHEET_DIGEST_MIME_H_

#include <string>
#include <string_view>

#include "digest/outgoing.h"

namespace broadsheet::digest {

// The message as it travels: multipart/alternative of text and HTML in UTF-8 as
// quoted-printable, headers encoded by RFC 2047 and folded, lines of at most
// 998 bytes ending with CRLF. Equal mails give equal bytes. Thread-safe.
std::string WriteMessage(const Outgoing& mail);

// What a person reads of such a message: date, sender, recipient and subject,
// and the text, all decoded to UTF-8. Of what is no message, as much as there
// is. Thread-safe.
std::string ReadableMessage(const std::string& message);

// By what a message is known: the address that it is to, in its normal form,
// and the Message-ID without brackets. Empty where there is none. Thread-safe.
struct MessageHead {
  std::string to;
  std::string message_id;
};
MessageHead HeadOf(const std::string& message);

// One line: control characters become spaces.
std::string OneLine(std::string_view text);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_MIME_H_
