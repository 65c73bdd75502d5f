#include "common/http_client/url.h"

#include <curl/curl.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/sizes.h"

namespace broadsheet {
namespace {

constexpr size_t kMaxUrlBytes = 2000;

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlPtr = std::unique_ptr<CURLU, UrlDeleter>;

// Null when it is no URL.
UrlPtr ParseUrl(const std::string& text) {
  UrlPtr url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) {
    return nullptr;
  }
  return url;
}

std::string Part(const UrlPtr& url, CURLUPart part, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

void Append(const UrlParameters& parameters, const UrlPtr& url) {
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    const std::string pair = absl::StrCat(name, "=", value);
    curl_url_set(url.get(), CURLUPART_QUERY, pair.c_str(),
                 CURLU_APPENDQUERY | CURLU_URLENCODE);
  }
}

}  // namespace

std::string WithParameters(const std::string& base,
                           const UrlParameters& parameters) {
  const UrlPtr url = ParseUrl(base);
  if (url == nullptr) return "";
  Append(parameters, url);
  return Part(url, CURLUPART_URL);
}

std::string FormOf(const UrlParameters& parameters) {
  const UrlPtr url = ParseUrl("http://form");
  Append(parameters, url);
  return Part(url, CURLUPART_QUERY);
}

std::string WithPath(const std::string& base, const std::string& path) {
  return absl::StrCat(absl::StripSuffix(base, "/"), "/", path);
}

std::string HostOf(const std::string& url) {
  const UrlPtr parsed = ParseUrl(url);
  if (parsed == nullptr) return "";
  return absl::AsciiStrToLower(Part(parsed, CURLUPART_HOST));
}

std::string OriginOf(const std::string& url) {
  const UrlPtr parsed = ParseUrl(url);
  if (parsed == nullptr) return "";
  return absl::StrCat(absl::AsciiStrToLower(Part(parsed, CURLUPART_SCHEME)),
                      "://",
                      absl::AsciiStrToLower(Part(parsed, CURLUPART_HOST)), ":",
                      Part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT));
}

absl::Status CheckBaseUrl(const std::string& text) {
  if (text.size() > kMaxUrlBytes) {
    return InvalidField("url", TooLong(static_cast<int64_t>(text.size()),
                                       static_cast<int64_t>(kMaxUrlBytes)));
  }
  const UrlPtr url = ParseUrl(text);
  if (url == nullptr) return InvalidField("url", "is not a URL");
  const std::string scheme = Part(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return InvalidField("url", "is neither http nor https");
  }
  if (!Part(url, CURLUPART_QUERY).empty() ||
      !Part(url, CURLUPART_FRAGMENT).empty()) {
    return InvalidField("url", "has a query; the base URL is needed");
  }
  if (!Part(url, CURLUPART_USER).empty()) {
    return InvalidField("url", "has a user name");
  }
  return absl::OkStatus();
}

}  // namespace broadsheet
