#ifndef BROADSHEET_GATEWAY_WEB_PLAIN_PAGES_H_
#define BROADSHEET_GATEWAY_WEB_PLAIN_PAGES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/system_service.pb.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/ranked_page.h"

namespace broadsheet::gateway {

// The form that submits a paper. Visitors get a sign-in hint instead of it.
struct SubmitPage {
  // What was typed before, and what is wrong with it; empty at first.
  std::string paper_id;
  std::string error;
  // Random: makes a form sent twice harmless.
  std::string request_id;
};
absl::StatusOr<std::string> WriteSubmitPage(const PageWriter& writer,
                                            const PageFrame& frame,
                                            const SubmitPage& page);

// `now` tells how long the recommender has been up.
absl::StatusOr<std::string> WriteStatusPage(
    const PageWriter& writer, const PageFrame& frame,
    const v1::GetSystemStatusResponse& status, absl::Time now);

// An error, or another short message.
struct MessagePage {
  // "404"; empty: none.
  std::string code;
  std::string heading;
  std::string text;
  std::vector<Link> ways;
};
absl::StatusOr<std::string> WriteMessagePage(const PageWriter& writer,
                                             const PageFrame& frame,
                                             const MessagePage& page);

// What an HTTP status means to a reader. `detail` is the sentence of the error.
MessagePage ErrorMessage(int status, const std::string& detail);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PLAIN_PAGES_H_
