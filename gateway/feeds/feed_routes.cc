#include "gateway/feeds/feed_routes.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "gateway/feeds/feed.h"
#include "gateway/feeds/feed_lists.h"
#include "gateway/http/delivery.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/links.h"

namespace broadsheet::gateway {
namespace {

// Feed readers may keep it so long without asking.
constexpr char kPublicCaching[] = "public, max-age=60";
constexpr char kPrivateCaching[] = "private, max-age=60";
// Of the tokens that readers make (MakeToken).
constexpr char kTokenStart[] = "bs_";

// "category/cs.CL.atom" in its parts.
struct FeedName {
  std::string list;     // "category"
  std::string subject;  // "cs.CL"
  FeedFormat format = FeedFormat::kAtom;
};

absl::StatusOr<FeedName> ParseName(const std::string& text) {
  const size_t dot = text.rfind('.');
  const auto format =
      dot == std::string::npos
          ? std::nullopt
          : FeedFormatOf(std::string_view(text).substr(dot + 1));
  if (!format) {
    return MakeError(absl::StatusCode::kNotFound, "FEED_UNKNOWN",
                     "a feed's address ends in .atom, .rss or .json");
  }
  FeedName name;
  name.format = *format;
  const std::string rest = text.substr(0, dot);
  const size_t slash = rest.find('/');
  name.list = rest.substr(0, slash);
  if (slash != std::string::npos) name.subject = rest.substr(slash + 1);
  return name;
}

// Addresses stand in histories, logs and the lists of feed readers: what opens
// this list must open nothing else.
absl::Status CheckNarrow(const Identity& identity) {
  const bool narrow = identity.is_reader() && !identity.is_full() &&
                      identity.scopes == 1 << v1::TOKEN_SCOPE_FEED;
  if (narrow) return absl::OkStatus();
  return MakeError(absl::StatusCode::kPermissionDenied, "TOKEN_TOO_WIDE",
                   "this token may do more than read your feed and must not "
                   "stand in an address; revoke it, and make one for only the "
                   "feed in your settings");
}

class FeedRoutes {
 public:
  FeedRoutes(Backend* backend, const FeedTokens* tokens,
             Authenticator* authenticator)
      : backend_(backend), tokens_(tokens), authenticator_(authenticator) {}

  HttpResponse Answer(HttpCall& call) const {
    const auto name = ParseName(call.Variable("name"));
    if (!name.ok()) return ErrorAnswer(name.status());
    const std::string base =
        absl::StrCat(call.OverTls() ? "https://" : "http://",
                     AsAbsl(call.request.Header("host")));
    auto feed = Find(call, *name, FeedLists(backend_, base));
    if (!feed.ok()) return ErrorAnswer(feed.status());
    feed->self_url = base + WithQuery(call.path, {{"q", call.query.Get("q")}});
    HttpResponse response = TextAnswer(200, FeedContentType(name->format),
                                       WriteFeed(*feed, name->format));
    response.headers.emplace_back(
        "Cache-Control", name->list == "me" ? kPrivateCaching : kPublicCaching);
    return response;
  }

 private:
  absl::StatusOr<Feed> Find(HttpCall& call, const FeedName& name,
                            const FeedLists& lists) const {
    const CallContext& context = call.context;
    if (name.subject.empty()) {
      if (name.list == "daily") return lists.Daily(context);
      if (name.list == "trending") return lists.Trending(context);
      if (name.list == "search") {
        return lists.Search(context, call.query.Get("q"));
      }
    } else {
      if (name.list == "category") return lists.Category(context, name.subject);
      if (name.list == "edition") return lists.Daily(context, name.subject);
      if (name.list == "similar") return lists.Similar(context, name.subject);
      if (name.list == "me") {
        const auto reader = ReaderOf(context, name.subject);
        if (!reader.ok()) return reader.status();
        return lists.Personal(context, *reader);
      }
    }
    return MakeError(absl::StatusCode::kNotFound, "FEED_UNKNOWN",
                     "there is no such feed");
  }

  // Whose feed the token in an address opens: one made on the settings page,
  // or the reader's signed id.
  absl::StatusOr<std::string> ReaderOf(const CallContext& call,
                                       const std::string& token) const {
    auto signed_for = tokens_->Open(token);
    // A signature may begin as the other tokens do; no other token has one.
    if (signed_for.ok() || !token.starts_with(kTokenStart)) return signed_for;
    const auto identity = authenticator_->Identify(call, token);
    if (absl::IsUnauthenticated(identity.status())) {
      return MakeError(absl::StatusCode::kNotFound, "FEED_UNKNOWN",
                       "there is no such feed; its token may be revoked");
    }
    if (!identity.ok()) return identity.status();
    if (absl::Status narrow = CheckNarrow(*identity); !narrow.ok()) {
      return narrow;
    }
    return identity->reader_id;
  }

  Backend* const backend_;
  const FeedTokens* const tokens_;
  Authenticator* const authenticator_;
};

}  // namespace

void RegisterFeeds(Router* router, Backend* backend, const FeedTokens* tokens,
                   Authenticator* authenticator) {
  const FeedRoutes routes(backend, tokens, authenticator);
  router->Add("GET", "/feeds/{name...}",
              [routes](HttpCall& call) { return routes.Answer(call); });
}

}  // namespace broadsheet::gateway
