#ifndef BROADSHEET_DIGEST_OUTGOING_H_
#define BROADSHEET_DIGEST_OUTGOING_H_

#include <memory>
#include <string>

#include "absl/time/time.h"

namespace broadsheet::digest {

// A mail before it has a form. All texts are UTF-8; what would break a header
// is taken out of them (mime.h).
struct Outgoing {
  std::string from_name;
  std::string from;
  std::string to;
  std::string subject;
  std::string text;
  std::string html;
  // Without angle brackets.
  std::string message_id;
  absl::Time date;
  // For digests: "papers.example.org", and the addresses that end the
  // subscription: a web address that takes a POST, and a mailbox (may be
  // empty).
  std::string list_id;
  std::string unsubscribe_url;
  std::string unsubscribe_mailbox;
};

// What became of one try.
struct SendResult {
  enum class Outcome { kSent, kLater, kRefused, kBounced, kInDoubt };
  Outcome outcome;
  // What the server said, or what failed.
  std::string answer;
};

// Where mails go. One per thread: not thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;
  // `mail` is a whole message with CRLF. Blocks, for a bounded time.
  virtual SendResult Send(const std::string& from, const std::string& to,
                          const std::string& message_id,
                          const std::string& mail) = 0;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_OUTGOING_H_
