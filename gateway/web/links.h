#ifndef BROADSHEET_GATEWAY_WEB_LINKS_H_
#define BROADSHEET_GATEWAY_WEB_LINKS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/days.h"

namespace broadsheet::gateway {

// Addresses of our pages, encoded. What they answer goes into attributes as it
// is; the templates escape it for HTML.

// "/papers/hep-th%2F9901001".
std::string PaperUrl(std::string_view paper_id);
// "/papers/date/2026-11-23", "/papers/week/2026-W47", "/papers/month/2026-11".
std::string PeriodUrl(const Period& period);
// The same below `base` ("/editions/ml/date/2026-11-23").
std::string PeriodUrl(const Period& period, std::string_view base);
// "/editions/ml".
std::string EditionUrl(std::string_view name);
// `path`, then the parameters that are not empty.
std::string WithQuery(
    std::string_view path,
    const std::vector<std::pair<std::string, std::string>>& parameters);

// "/authors/Ada%20Lovelace".
std::string AuthorUrl(std::string_view name);

// Where the paper is at home; empty when its id does not say.
std::string ArxivUrl(std::string_view paper_id);
std::string ArxivPdfUrl(std::string_view paper_id);
// For a bare DOI ("10.1000/xyz"); empty for other text.
std::string DoiUrl(std::string_view doi);

// `target` when it is a page of ours, else "/": what a form says it came from
// must not lead to another site ("//evil", "/\\evil", "https:...").
std::string LocalPath(std::string_view target);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_LINKS_H_
