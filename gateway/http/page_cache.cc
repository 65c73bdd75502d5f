#include "gateway/http/page_cache.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/http/delivery.h"
#include "gateway/http/query.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxKeyBytes = 2000;
// What an entry costs besides its texts.
constexpr size_t kEntryBytes = 500;

// Lists and papers; their answers depend on the address, the catalogue and the
// minute alone.
constexpr const char* kPrefixes[] = {
    "/papers",           "/editions",        "/authors/",
    "/feeds/",           "/api/v1/search?",  "/api/v1/trending",
    "/api/v1/lists",     "/api/v1/similar/", "/api/v1/papers",
    "/api/daily_papers", "/api/papers",      "/api/v1/suggest?"};
// Someone's own.
constexpr char kPersonal[] = "/feeds/me/";

// However its letters are encoded. What cannot be decoded is no address.
bool IsPersonal(std::string_view target) {
  const auto path = PercentDecode(target.substr(0, target.find('?')),
                                  /*plus_is_space=*/false);
  return !path.ok() || path->starts_with(kPersonal);
}

bool IsKept(std::string_view target) {
  if (target == "/") return true;
  if (IsPersonal(target)) return false;
  return std::ranges::any_of(kPrefixes, [&](const char* prefix) {
    return target.starts_with(prefix);
  });
}

bool IsStranger(const HttpRequest& request) {
  return request.Header("authorization").empty() &&
         request.Header("cookie").empty() && request.Header("origin").empty() &&
         request.Header(kPositionKey).empty();
}

size_t BytesOf(const std::string& key, const HttpResponse& response) {
  size_t bytes = kEntryBytes + 2 * key.size() + response.body.size();
  for (const auto& [name, value] : response.headers) {
    bytes += name.size() + value.size() + 64;
  }
  return bytes;
}

bool MayBeKept(const HttpResponse& response) {
  bool tagged = false;
  for (const auto& [name, value] : response.headers) {
    if (absl::EqualsIgnoreCase(name, "set-cookie")) return false;
    if (absl::EqualsIgnoreCase(name, "x-broadsheet-degraded")) return false;
    tagged = tagged || name == "ETag";
  }
  return tagged && response.status == 200;
}

}  // namespace

bool PageCache::IsPrivate(const HttpResponse& response) {
  return std::ranges::any_of(response.headers, [](const auto& header) {
    return absl::EqualsIgnoreCase(header.first, "cache-control") &&
           (absl::StrContains(header.second, "private") ||
            absl::StrContains(header.second, "no-store"));
  });
}

std::optional<PageCache::Place> PageCache::PlaceOf(
    const HttpRequest& request) const {
  if (request.method != "GET" || request.target.size() > kMaxKeyBytes ||
      !IsKept(request.target) || !IsStranger(request)) {
    return std::nullopt;
  }
  const auto generation = generation_();
  if (!generation) return std::nullopt;
  Place place;
  place.generation = *generation;
  place.minute = absl::ToUnixSeconds(clock_->Now()) / 60;
  const bool markdown =
      absl::StrContains(AsAbsl(request.Header("accept")), "text/markdown");
  place.key = absl::StrCat(request.target, "\n", AsAbsl(request.Header("host")),
                           "\n", AsAbsl(request.Header("x-forwarded-proto")),
                           AcceptsGzip(request) ? "\ngzip" : "\n",
                           markdown ? "\nmarkdown" : "");
  if (place.key.size() > kMaxKeyBytes) return std::nullopt;
  return place;
}

PageCache::Answer PageCache::Find(const Place& place) {
  std::lock_guard lock(mu_);
  const auto found = index_.find(place.key);
  if (found == index_.end()) return nullptr;
  const auto entry = found->second;
  if (entry->generation != place.generation || entry->minute != place.minute) {
    Drop(entry);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->answer;
}

void PageCache::Keep(const Place& place, const HttpResponse& response) {
  const size_t bytes = BytesOf(place.key, response);
  if (bytes > options_.max_answer_bytes || !MayBeKept(response)) return;
  auto answer = std::make_shared<HttpResponse>(response);
  std::erase_if(answer->headers, [](const auto& header) {
    return header.first == "X-Request-Id" ||
           absl::StartsWith(header.first, "RateLimit-");
  });
  std::lock_guard lock(mu_);
  if (const auto found = index_.find(place.key); found != index_.end()) {
    Drop(found->second);
  }
  entries_.push_front(
      {place.key, place.generation, place.minute, std::move(answer), bytes});
  index_[place.key] = entries_.begin();
  bytes_ += bytes;
  while (bytes_ > options_.max_bytes) Drop(std::prev(entries_.end()));
}

size_t PageCache::bytes() const {
  std::lock_guard lock(mu_);
  return bytes_;
}

void PageCache::Drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  index_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace broadsheet::gateway
