#ifndef BROADSHEET_GATEWAY_WEB_PAGE_WRITER_H_
#define BROADSHEET_GATEWAY_WEB_PAGE_WRITER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "gateway/identity.h"
#include "gateway/web/assets.h"
#include "gateway/web/math_assets.h"
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
  // Browsers of visitors keep what they save.
  bool visitors = false;
  // This visitor's browser keeps papers already: a library.
  bool keeps = false;
  // Today, where the newspaper appears.
  absl::CivilDay today;
  // Why the page is a substitute (ListInfo.degraded); empty when it is not.
  std::string degraded;
  // The body has formulas (span.math) for the browser to set.
  bool math = false;
  // A script of its own besides site.js ("status.js"); empty: none.
  std::string script;
  // What the search field shows.
  std::string query;
  // The list of the page as a feed, without its ending ("/feeds/daily"), and
  // the feed's own ?q=; empty: the page has none.
  std::string feed;
  std::string feed_query;
};

// Writes whole HTML pages. Immutable and thread-safe.
class PageWriter {
 public:
  using Fill = std::function<void(ctemplate::TemplateDictionary& body)>;

  // All must outlive this.
  // `math` may be null: formulas are then shown as they were written.
  PageWriter(const Templates* templates, const Assets* assets,
             const MathAssets* math = nullptr)
      : templates_(templates), assets_(assets), math_(math) {}

  // The frame around the template `body`, which `fill` gives its values. Errors
  // are those of Templates::Render.
  absl::StatusOr<std::string> Write(const PageFrame& frame,
                                    const std::string& body,
                                    const Fill& fill) const;

 private:
  const Templates* templates_;
  const Assets* assets_;
  const MathAssets* math_;
};

// "/sign-in?next=..." that leads back to the page.
std::string SignInUrl(const PageFrame& frame);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGE_WRITER_H_
