#ifndef BROADSHEET_GATEWAY_WEB_PERIOD_PAGE_H_
#define BROADSHEET_GATEWAY_WEB_PERIOD_PAGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/list.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "common/days.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/ranked_page.h"
#include "gateway/web/story.h"

namespace broadsheet::gateway {

// The list of a day, week or month, as a newspaper page.
struct PeriodPage {
  Period period;
  v1::ListSubmittedResponse list;
  Standings standings;
  // Shown beside the lead story; empty: nothing is.
  std::vector<v1::ListedPaper> trending;
  // False on later pages of the same list, which have no lead story.
  bool first_page = true;
  // Where the lists of other periods are: "/papers" or "/editions/ml".
  std::string base = "/papers";
  // Of an edition: its title, the heading; empty: the whole newspaper.
  std::string edition;
  // The edition's other lists, or what editions there are; empty: none.
  std::vector<Link> editions;
  // Of the page after this one; empty: this is the last.
  std::string more_url;
};

absl::StatusOr<std::string> WritePeriodPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const PeriodPage& page);

// The label of a list that no reader had a part in: "Chosen by the automatic
// editor", "Simulated readers", or both; empty for other lists.
std::string ListLabel(const v1::ListSubmittedResponse& list);

// "Submitted by ada"; for automatic submissions the label of their maker.
std::string SubmitterText(const std::string& submitter, bool automatic);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PERIOD_PAGE_H_
