#include "gateway/http/delivery.h"

#include <zlib.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/stable_hash.h"

namespace broadsheet::gateway {
namespace {

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

// Weak: the same tag stands for the packed and the plain form. A hash that is
// no defence is enough: who makes two bodies of one tag keeps others from
// seeing the second one of his own.
std::string TagOf(const std::string& body) {
  return absl::StrCat("W/\"", absl::Hex(StableHash(body), absl::kZeroPad16),
                      "\"");
}

absl::string_view Opaque(absl::string_view tag) {
  tag = absl::StripAsciiWhitespace(tag);
  if (absl::StartsWith(tag, "W/")) tag.remove_prefix(2);
  return tag;
}

bool Names(absl::string_view list, absl::string_view tag) {
  for (absl::string_view one : absl::StrSplit(list, ',')) {
    if (absl::StripAsciiWhitespace(one) == "*" || Opaque(one) == Opaque(tag)) {
      return true;
    }
  }
  return false;
}

void AddVary(absl::string_view name, HttpResponse* response) {
  for (auto& [key, value] : response->headers) {
    if (!absl::EqualsIgnoreCase(key, "Vary")) continue;
    absl::StrAppend(&value, ", ", name);
    return;
  }
  response->headers.emplace_back("Vary", std::string(name));
}

bool IsText(absl::string_view type) {
  return absl::StartsWith(type, "text/") || absl::StrContains(type, "json") ||
         absl::StrContains(type, "xml") ||
         absl::StrContains(type, "javascript");
}

bool MayPack(const HttpCall& call, const HttpResponse& response) {
  const size_t size = response.body.size();
  if (size < kMinPackedBytes || size > kMaxPackedBytes) return false;
  if (!HeaderOf(response, "Content-Encoding").empty()) return false;
  const std::string type = HeaderOf(response, "Content-Type");
  if (!call.csrf_token.empty() && absl::StartsWith(type, "text/html")) {
    return false;
  }
  return IsText(type);
}

void Pack(HttpResponse* response) {
  const int level = response->body.size() > kMaxWellPackedBytes ? 1 : 5;
  std::string packed = Gzip(response->body, level);
  if (packed.empty() || packed.size() >= response->body.size()) return;
  response->body = std::move(packed);
  response->headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace

void PrepareDelivery(const HttpCall& call, HttpResponse* response) {
  const std::string& method = call.request.method;
  if (response->status != 200 || (method != "GET" && method != "HEAD")) return;
  // Also of an answer without a body: caches keep its headers in the place of
  // those that they have.
  const bool may_pack = MayPack(call, *response);
  if (may_pack) AddVary("Accept-Encoding", response);
  const std::string caching = HeaderOf(*response, "Cache-Control");
  if (!absl::StrContains(caching, "no-store")) {
    if (HeaderOf(*response, "ETag").empty()) {
      response->headers.emplace_back("ETag", TagOf(response->body));
    }
    if (IsUnchanged(call.request, *response)) {
      response->status = 304;
      response->body.clear();
      return;
    }
  }
  if (may_pack && AcceptsGzip(call.request)) Pack(response);
}

bool IsUnchanged(const HttpRequest& request, const HttpResponse& response) {
  const std::string_view tags = request.Header("if-none-match");
  return !tags.empty() && Names(AsAbsl(tags), HeaderOf(response, "ETag"));
}

bool AcceptsGzip(const HttpRequest& request) {
  for (absl::string_view one :
       absl::StrSplit(AsAbsl(request.Header("accept-encoding")), ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(one, ';');
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts[0]), "gzip")) {
      continue;
    }
    if (parts.size() < 2) return true;
    const std::string weight =
        absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts[1]));
    return weight.find_first_of("123456789") != std::string::npos;
  }
  return false;
}

std::string Gzip(std::string_view text, int level) {
  // 15 + 16: the window, and gzip's head instead of zlib's.
  z_stream stream = {};
  if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return "";
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(result == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace broadsheet::gateway
