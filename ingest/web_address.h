#ifndef BROADSHEET_INGEST_WEB_ADDRESS_H_
#define BROADSHEET_INGEST_WEB_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::ingest {

inline constexpr size_t kMaxLinkBytes = 500;

// An address of the web, apart (RFC 3986, section 3, without user and
// fragment).
struct WebAddress {
  std::string scheme;  // "http" or "https".
  std::string host;    // Lower case, with its port when it has one.
  std::string path;    // From "/" on, without the query; may be empty.
  std::string query;   // Without "?".

  std::string ToString() const;
  // What is between the slashes of the path.
  std::vector<std::string_view> Segments() const;
};

// "https://host/path?query"; without a scheme it is https. Nothing when it is
// another scheme, names a user, has characters that addresses do not have, or
// is longer than kMaxLinkBytes.
std::optional<WebAddress> ParseWebAddress(std::string_view text);

// What a known host has at an address, in one form: repositories of GitHub,
// GitLab, Bitbucket and Codeberg, models, datasets and spaces of Hugging Face,
// project pages under github.io and the like, videos. Nothing for others.
std::optional<v1::PaperLink> KnownLink(const WebAddress& address);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_WEB_ADDRESS_H_
