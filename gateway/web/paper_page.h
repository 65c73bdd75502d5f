#ifndef BROADSHEET_GATEWAY_WEB_PAPER_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_PAPER_PAGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/list.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "gateway/web/comment_view.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/story.h"

namespace broadsheet::gateway {

// All about one paper.
struct PaperPage {
  v1::Paper paper;
  // Of the paper and of `similar`.
  Standings standings;
  std::vector<v1::ListedPaper> similar;
  Discussion discussion;
  // The readers who are known as its authors.
  std::vector<v1::KnownAuthor> known_authors;
  // Why the paper is recommended to the page's reader; without a reason
  // nothing is said.
  v1::ListedPaper explained;
};

absl::StatusOr<std::string> WritePaperPage(const PageWriter& writer,
                                           const PageFrame& frame,
                                           const PaperPage& page);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAPER_PAGE_H_
