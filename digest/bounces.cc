#include "digest/bounces.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/mail_address.h"
#include "digest/composer.h"

namespace broadsheet::digest {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxMail = 256 << 10;
constexpr int kMaxMails = 1000;

// The value of a line "Name: value"; false for another name.
bool Field(absl::string_view line, absl::string_view name,
           absl::string_view* value) {
  if (!absl::StartsWithIgnoreCase(line, name) || line.size() <= name.size() ||
      line[name.size()] != ':') {
    return false;
  }
  *value = absl::StripAsciiWhitespace(line.substr(name.size() + 1));
  return true;
}

// "rfc822; <ada@example.org>" and its like.
std::string AddressIn(absl::string_view value) {
  const size_t type = value.find(';');
  if (type != absl::string_view::npos) value.remove_prefix(type + 1);
  value = absl::StripAsciiWhitespace(value);
  absl::ConsumePrefix(&value, "<");
  absl::ConsumeSuffix(&value, ">");
  auto address = NormalizeMailAddress(AsStd(value));
  return address.ok() ? *std::move(address) : "";
}

std::string Content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content(kMaxMail, '\0');
  file.read(content.data(), static_cast<std::streamsize>(kMaxMail));
  content.resize(static_cast<size_t>(file.gcount()));
  return content;
}

absl::Status Suppress(const CallContext& call, const Bounce& bounce,
                      Houses* houses) {
  internal::v1::SetSuppressionRequest request;
  request.mutable_suppression()->set_address(bounce.address);
  request.mutable_suppression()->set_reason(bounce.reason);
  request.mutable_suppression()->set_detail(bounce.detail);
  std::string subscription, issue;
  if (Composer::ParseMessageId(bounce.message_id, &subscription, &issue)) {
    request.set_subscription_id(subscription);
    request.set_issue(issue);
  }
  return houses->SetSuppression(call, request).status();
}

}  // namespace

std::optional<Bounce> ParseBounce(std::string_view mail) {
  Bounce bounce;
  bounce.reason = v1::Suppression::REASON_UNSPECIFIED;
  absl::string_view value;
  for (absl::string_view line :
       absl::StrSplit(AsAbsl(mail.substr(0, kMaxMail)), '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    if (Field(line, "Status", &value) && absl::StartsWith(value, "5.")) {
      bounce.reason = v1::Suppression::REASON_BOUNCE;
      bounce.detail = absl::StrCat("status ", value.substr(0, 40));
    } else if (Field(line, "Feedback-Type", &value) &&
               absl::EqualsIgnoreCase(value, "abuse")) {
      bounce.reason = v1::Suppression::REASON_COMPLAINT;
      bounce.detail = "complaint";
    } else if (Field(line, "Final-Recipient", &value) ||
               Field(line, "Original-Rcpt-To", &value) ||
               Field(line, "Removal-Recipient", &value)) {
      const std::string address = AddressIn(value);
      if (!address.empty()) bounce.address = address;
    } else if (Field(line, "Message-ID", &value)) {
      absl::ConsumePrefix(&value, "<");
      absl::ConsumeSuffix(&value, ">");
      // The last one is that of the mail which came back.
      bounce.message_id = std::string(value);
    }
  }
  // Anybody can write to the mailbox: only who got a mail knows its name.
  const bool ours = absl::StrContains(bounce.message_id, ".digest@") ||
                    absl::StrContains(bounce.message_id, ".notice@");
  if (!ours || bounce.address.empty() ||
      bounce.reason == v1::Suppression::REASON_UNSPECIFIED) {
    return std::nullopt;
  }
  return bounce;
}

absl::Status ReadBounces(const CallContext& call, const std::string& maildir,
                         Houses* houses) {
  std::error_code failed;
  std::vector<fs::path> mails;
  for (const auto& entry : fs::directory_iterator(maildir + "/new", failed)) {
    if (static_cast<int>(mails.size()) >= kMaxMails) break;
    if (entry.is_regular_file(failed)) mails.push_back(entry.path());
  }
  for (const fs::path& path : mails) {
    if (const auto bounce = ParseBounce(Content(path))) {
      absl::Status told = Suppress(call, *bounce, houses);
      if (!told.ok()) return told;
    }
    fs::rename(path, fs::path(maildir) / "cur" / path.filename(), failed);
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::digest
