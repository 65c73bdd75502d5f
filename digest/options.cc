#include "digest/options.h"

#include "absl/strings/match.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/mail_address.h"

namespace broadsheet::digest {

void AddFlags(Options* options, FlagSet* flags) {
  flags->Add("--storage", &options->storage, "address of storage");
  flags->Add("--recommend", &options->recommend, "address of recommend");
  flags->Add("--site", &options->site,
             "where the newspaper is on the web, for links in mails");
  flags->Add("--secret-file", &options->secret_file,
             "file with the secret that seals links, shared by all processes");
  flags->Add("--zone", &options->zone, "the newspaper's time zone");
  flags->Add("--mail-name", &options->sender.name, "name of the sender");
  flags->Add("--mail-from", &options->sender.address,
             "address of the sender; its domain names mails and list");
  flags->Add("--unsubscribe-mailbox", &options->sender.unsubscribe_mailbox,
             "mailbox for List-Unsubscribe, besides the web address");
  flags->Add("--smtp", &options->smtp.url,
             "SMTP server, smtp://HOST:PORT or smtps://HOST:PORT; without one "
             "mails are kept in --maildir");
  flags->Add("--smtp-tls", &options->smtp.require_tls,
             "send nothing without STARTTLS and a valid certificate");
  flags->Add("--smtp-ca", &options->smtp.ca_file,
             "PEM file of authorities for the server's certificate");
  flags->Add("--smtp-user", &options->smtp.user, "user at the server");
  flags->Add("--smtp-password-file", &options->smtp_password_file,
             "file with that user's password");
  flags->Add("--smtp-helo", &options->smtp.helo, "how we call ourselves");
  flags->Add("--smtp-timeout", &options->smtp.timeout,
             "what one mail may take, 1s to 5m");
  flags->Add("--maildir", &options->maildir,
             "where mails are kept without an SMTP server");
  flags->Add("--bounce-maildir", &options->bounce_maildir,
             "maildir into which bounces and complaints are delivered");
  flags->Add("--bounce-address", &options->sending.bounce_address,
             "envelope sender; default: --mail-from");
  flags->Add("--dkim-domain", &options->dkim_domain, "domain that signs");
  flags->Add("--dkim-selector", &options->dkim_selector,
             "selector of the key in DNS");
  flags->Add("--dkim-key-file", &options->dkim_key_file,
             "private key, PEM; without one mails are not signed");
  flags->Add("--connections", &options->sending.connections,
             "connections for digests, 1 to 32");
  flags->Add("--burst", &options->sending.burst,
             "mails that a connection takes together, 1 to 100");
  flags->Add("--mail-lease", &options->sending.lease,
             "after so long a mail is taken from a process that died");
  flags->Add("--first-retry", &options->sending.first_retry,
             "pause before the second try; it doubles");
  flags->Add("--domain-rate", &options->domains.rate,
             "mails a second to one domain; 0: any number");
  flags->Add("--domain-connections", &options->domains.at_once,
             "mails to one domain at the same time; 0: any number");
  flags->Add("--poll", &options->poll, "how often what is due is looked for");
}

absl::Status Validate(const Options& options) {
  if (!absl::StartsWith(options.site, "http://") &&
      !absl::StartsWith(options.site, "https://")) {
    return InvalidField("--site", "does not begin with http:// or https://");
  }
  if (absl::EndsWith(options.site, "/")) {
    return InvalidField("--site", "ends with a slash");
  }
  const auto zone = LoadZone(options.zone);
  if (!zone.ok()) return InvalidField("--zone", AsStd(zone.status().message()));
  const auto from = NormalizeMailAddress(options.sender.address);
  if (!from.ok()) {
    return InvalidField("--mail-from", AsStd(from.status().message()));
  }
  const MailSender::Options& sending = options.sending;
  if (sending.connections < 1 || sending.connections > 32) {
    return InvalidField("--connections", "is not between 1 and 32");
  }
  if (sending.burst < 1 || sending.burst > 100) {
    return InvalidField("--burst", "is not between 1 and 100");
  }
  if (sending.lease <= options.smtp.timeout || sending.lease > absl::Hours(1)) {
    return InvalidField("--mail-lease",
                        "is not longer than --smtp-timeout, or above 1h");
  }
  if (sending.first_retry < absl::Seconds(1) ||
      sending.first_retry > absl::Hours(1)) {
    return InvalidField("--first-retry", "is not between 1s and 1h");
  }
  if (options.poll < absl::Milliseconds(50) ||
      options.poll > absl::Minutes(10)) {
    return InvalidField("--poll", "is not between 50ms and 10m");
  }
  if (!options.dkim_key_file.empty() && options.dkim_domain.empty()) {
    return InvalidField("--dkim-domain", "is empty, but there is a key");
  }
  return options.by_smtp() ? CheckSmtp(options.smtp) : absl::OkStatus();
}

}  // namespace broadsheet::digest
