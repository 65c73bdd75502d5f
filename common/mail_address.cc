#include "common/mail_address.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxAddress = 254;
constexpr size_t kMaxLocal = 64;
constexpr size_t kMaxLabel = 63;

absl::Status Wrong(std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("is not a mail address: ", AsAbsl(why)));
}

// What may stand in a local part without quotes (RFC 5321, "atext").
bool IsAtext(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kMarks.find(c) != std::string_view::npos;
}

bool IsLocalPart(std::string_view local) {
  if (local.empty() || local.size() > kMaxLocal) return false;
  if (local.front() == '.' || local.back() == '.') return false;
  if (local.find("..") != std::string_view::npos) return false;
  return std::all_of(local.begin(), local.end(),
                     [](char c) { return c == '.' || IsAtext(c); });
}

bool IsLabel(absl::string_view label) {
  if (label.empty() || label.size() > kMaxLabel) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) {
    return c == '-' || absl::ascii_isalnum(static_cast<unsigned char>(c));
  });
}

bool IsDomain(absl::string_view domain) {
  for (absl::string_view label : absl::StrSplit(domain, '.')) {
    if (!IsLabel(label)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::string> NormalizeMailAddress(std::string_view text) {
  const absl::string_view address = absl::StripAsciiWhitespace(AsAbsl(text));
  if (address.empty()) return absl::InvalidArgumentError("is empty");
  if (address.size() > kMaxAddress) {
    return Wrong("it is longer than 254 bytes");
  }
  const size_t at = address.rfind('@');
  if (at == absl::string_view::npos) return Wrong("it has no @");
  if (!IsLocalPart(AsStd(address.substr(0, at)))) {
    return Wrong("what stands before the @ is not plain ASCII, or too long");
  }
  const absl::string_view domain = address.substr(at + 1);
  if (!IsDomain(domain)) return Wrong("what stands behind the @ is no domain");
  return absl::StrCat(address.substr(0, at + 1), absl::AsciiStrToLower(domain));
}

std::string_view MailDomain(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

}  // namespace broadsheet
