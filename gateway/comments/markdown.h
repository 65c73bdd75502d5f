#ifndef BROADSHEET_GATEWAY_COMMENTS_MARKDOWN_H_
#define BROADSHEET_GATEWAY_COMMENTS_MARKDOWN_H_

#include <string>
#include <string_view>

namespace broadsheet::gateway {

// Markdown of readers as HTML that is safe to stand in a page: the only place
// that makes HTML of their words. HTML in it is shown as text; images leave
// their words; links lead to http, https and mailto alone and carry
// rel="nofollow ugc noopener". Texts nested deeper than 32 levels come out
// plain.
std::string RenderMarkdown(std::string_view text);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_COMMENTS_MARKDOWN_H_
