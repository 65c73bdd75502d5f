#include "gateway/http/security.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"

namespace broadsheet::gateway {
namespace {

constexpr std::pair<const char*, const char*> kHeaders[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "strict-origin-when-cross-origin"},
    {"Content-Security-Policy",
     "default-src 'self'; img-src 'self' data:; object-src 'none'; "
     "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "private, no-cache"},
};

}  // namespace

void AddSecurityHeaders(HttpResponse* response) {
  auto& headers = response->headers;
  for (const auto& [name, value] : kHeaders) {
    const bool present = std::any_of(
        headers.begin(), headers.end(), [name = name](const auto& header) {
          return absl::EqualsIgnoreCase(header.first, name);
        });
    if (!present) headers.emplace_back(name, value);
  }
}

}  // namespace broadsheet::gateway
