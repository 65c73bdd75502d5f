#ifndef BROADSHEET_GATEWAY_WEB_PAGE_WRITER_H_
#define BROADSHEET_GATEWAY_WEB_PAGE_WRITER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "gateway/identity.h"
#include "gateway/web/assets.h"
#include "gateway/web/templates.h"

namespace broadsheet::gateway {

// What surrounds the body of every page, and what its forms need.
struct PageFrame {
  // "Trending"; empty on the front page.
  std::string title;
  // One or two sentences for search engines; empty: what the newspaper is.
  std::string description;
  // The entry of the navigation to mark: "today", "week", "month", "trending",
  // "feed", "library" or "submit"; empty for none.
  std::string section;
  // This page with its query: where forms lead back to.
  std::string path = "/";
  Identity identity;
  // Hidden fields of forms. `nonce` is random: event ids are made from it, so
  // that a form sent twice acts once.
  std::string csrf;
  std::string nonce;
  // Today, where the newspaper appears.
  absl::CivilDay today;
  // Why the page is a substitute (ListInfo.degraded); empty when it is not.
  std::string degraded;
  // What the search field shows.
  std::string query;
};

// Writes whole HTML pages. Immutable and thread-safe.
class PageWriter {
 public:
  using Fill = std::function<void(ctemplate::TemplateDictionary& body)>;

  // Both must outlive this.
  PageWriter(const Templates* templates, const Assets* assets)
      : templates_(templates), assets_(assets) {}

  // The frame around the template `body`, which `fill` gives its values. Errors
  // are those of Templates::Render.
  absl::StatusOr<std::string> Write(const PageFrame& frame,
                                    const std::string& body,
                                    const Fill& fill) const;

 private:
  const Templates* templates_;
  const Assets* assets_;
};

// "/sign-in?next=..." that leads back to the page.
std::string SignInUrl(const PageFrame& frame);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGE_WRITER_H_
