#ifndef BROADSHEET_GATEWAY_WEB_COMMENT_VIEW_H_
#define BROADSHEET_GATEWAY_WEB_COMMENT_VIEW_H_

#include <string>
#include <vector>

#include "broadsheet/v1/comment.pb.h"
#include "gateway/web/page_writer.h"

namespace ctemplate {
class TemplateDictionary;
}

namespace broadsheet::gateway {

// The talk on a paper's page.
struct Discussion {
  // False: this newspaper has no comments.
  bool offered = false;
  std::string paper_id;
  // In the order of threads.
  std::vector<v1::Comment> comments;
  // Of the comments after these; empty: these are the last.
  std::string more_url;
  // May hide comments.
  bool editor = false;
};

// Adds the discussion to the include COMMENTS of `body`.
void AddDiscussion(const PageFrame& frame, const Discussion& discussion,
                   ctemplate::TemplateDictionary& body);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_COMMENT_VIEW_H_
