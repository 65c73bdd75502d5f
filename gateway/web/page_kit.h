#ifndef BROADSHEET_GATEWAY_WEB_PAGE_KIT_H_
#define BROADSHEET_GATEWAY_WEB_PAGE_KIT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "gateway/http/http_call.h"
#include "gateway/web/page_writer.h"
#include "gateway/web/pages.h"
#include "gateway/web/plain_pages.h"
#include "gateway/web/story.h"
#include "gateway/web/visitor.h"
#include "google/protobuf/timestamp.pb.h"

namespace broadsheet::gateway {

// What all page handlers share. Thread-safe.
class PageKit {
 public:
  explicit PageKit(PageDependencies dependencies);

  Backend& backend() const { return *dependencies_.backend; }
  // Null when there are none: see method_call.h.
  const MethodTable* methods() const { return dependencies_.methods; }
  Authenticator& authenticator() const { return *dependencies_.authenticator; }
  v1::GetSystemStatusResponse Status(const CallContext& call) const {
    return dependencies_.status(call);
  }
  const PageWriter& writer() const { return writer_; }
  const Assets& assets() const { return assets_; }
  const MathAssets& math() const { return math_; }
  absl::Time Now() const { return dependencies_.clock->Now(); }
  absl::CivilDay Today() const;
  // The day of a moment, where the newspaper appears.
  absl::CivilDay DayOf(const google::protobuf::Timestamp& at) const;
  // "https://papers.example.org", where people reach the pages.
  const std::string& site() const { return dependencies_.site; }
  // Whether the call came to that host, or it is not known.
  bool IsSite(const HttpCall& call) const;
  std::string MakeId() const { return dependencies_.make_id(); }
  // "/feeds/me/TOKEN"; empty when readers have no feeds of their own.
  std::string PersonalFeed(const std::string& reader_id) const;

  // What the caller's browser keeps; empty for those who are signed in.
  Visitor VisitorOf(const HttpCall& call) const;
  // Whether browsers of visitors keep anything.
  bool HasVisitors() const { return visitors_.has_value(); }
  // Makes the caller's browser keep it; gives it an id when it has none.
  void KeepVisitor(const HttpCall& call, Visitor visitor,
                   HttpResponse* response) const;

  // The frame of the page that `call` asks for.
  PageFrame Frame(const HttpCall& call, const std::string& title,
                  const std::string& section) const;
  // An answer with the page, or 500.
  HttpResponse Html(int status, absl::StatusOr<std::string> page) const;
  // The error page; `ways` on from it stand before the usual ones.
  HttpResponse Error(const HttpCall& call, int status,
                     const std::string& message,
                     const std::vector<Link>& ways = {}) const;
  HttpResponse Error(const HttpCall& call, const absl::Status& status) const;

  // How the caller stands to the papers. Empty when storage does not answer: a
  // page without marks is better than none.
  Standings StandingsOf(const HttpCall& call,
                        const std::vector<std::string>& paper_ids) const;

 private:
  const PageDependencies dependencies_;
  const Templates templates_;
  const Assets assets_;
  const MathAssets math_;
  const PageWriter writer_;
  const std::optional<VisitorCookies> visitors_;
};

// A form's field, without white space around it.
std::string Trimmed(const HttpCall& call, const char* field);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGE_KIT_H_
