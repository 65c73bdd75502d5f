#ifndef BROADSHEET_DIGEST_OPTIONS_H_
#define BROADSHEET_DIGEST_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/flags.h"
#include "digest/composer.h"
#include "digest/domain_pacer.h"
#include "digest/sender.h"
#include "digest/smtp.h"

namespace broadsheet::digest {

// The flags of broadsheet-digest; see their help texts.
struct Options {
  std::string storage = "127.0.0.1:8091";
  std::string recommend = "127.0.0.1:8093";
  std::string site = "http://127.0.0.1:8080";
  std::string secret_file;
  std::string zone = "America/New_York";
  Sender sender;
  SmtpOptions smtp;
  std::string smtp_password_file;
  std::string maildir = "maildir";
  std::string bounce_maildir;
  std::string dkim_domain;
  std::string dkim_selector = "broadsheet";
  std::string dkim_key_file;
  MailSender::Options sending;
  DomainPacer::Options domains;
  // How often what is due is looked for.
  absl::Duration poll = absl::Seconds(1);

  bool by_smtp() const { return !smtp.url.empty(); }
};

void AddFlags(Options* options, FlagSet* flags);
// INVALID_ARGUMENT that names the flag and the rule.
absl::Status Validate(const Options& options);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_OPTIONS_H_
