#ifndef BROADSHEET_DIGEST_SMTP_H_
#define BROADSHEET_DIGEST_SMTP_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "digest/outgoing.h"

namespace broadsheet::digest {

struct SmtpOptions {
  // "smtp://mail.example.org:587", or "smtps://..." for TLS from the start.
  std::string url;
  // With smtp: nothing is sent before STARTTLS.
  bool require_tls = true;
  // PEM file of authorities; empty: the system's.
  std::string ca_file;
  std::string user;
  std::string password;
  // How we call ourselves.
  std::string helo = "localhost";
  // For one mail.
  absl::Duration timeout = absl::Seconds(20);
};

// INVALID_ARGUMENT that names the rule.
absl::Status CheckSmtp(const SmtpOptions& options);

// A connection to an SMTP server that stays open between mails.
std::unique_ptr<Transport> MakeSmtpTransport(const SmtpOptions& options);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_SMTP_H_
