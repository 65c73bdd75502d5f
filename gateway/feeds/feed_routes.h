#ifndef BROADSHEET_GATEWAY_FEEDS_FEED_ROUTES_H_
#define BROADSHEET_GATEWAY_FEEDS_FEED_ROUTES_H_

#include "gateway/backend.h"
#include "gateway/feeds/feed_tokens.h"
#include "gateway/http/router.h"

namespace broadsheet::gateway {

// Adds /feeds/{daily|trending|category/C|edition/E|search|similar/ID|me/TOKEN}
// .{atom|rss|json} (search takes ?q=). All must outlive the router.
void RegisterFeeds(Router* router, Backend* backend, const FeedTokens* tokens,
                   Authenticator* authenticator);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_FEEDS_FEED_ROUTES_H_
