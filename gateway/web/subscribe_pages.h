#ifndef BROADSHEET_GATEWAY_WEB_SUBSCRIBE_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_SUBSCRIBE_PAGES_H_

#include <memory>

#include "gateway/http/router.h"
#include "gateway/web/page_kit.h"

namespace broadsheet::gateway {

// The pages of mails: /subscribe, what its mail leads to, and what the links in
// digests lead to (/mail/TOKEN). A GET changes nothing, since scanners follow
// every link of a mail; a POST acts, without cookies, as providers of mail do
// it for one-click unsubscription (RFC 8058).
void AddSubscribePages(Router& router, std::shared_ptr<const PageKit> kit);

// /digest: the operator's report, and the mails that a newspaper without an
// SMTP server keeps.
void AddDigestReport(Router& router, std::shared_ptr<const PageKit> kit);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_SUBSCRIBE_PAGES_H_
