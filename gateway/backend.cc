#include "gateway/backend.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

absl::Status NoMail() {
  return MakeError(absl::StatusCode::kUnimplemented, "NO_MAIL",
                   "this newspaper sends no mail");
}

}  // namespace

absl::Status Backend::QueueMail(const CallContext&,
                                const internal::v1::QueueMailRequest&) {
  return NoMail();
}

absl::Status Backend::CallDigest(const CallContext&, std::string_view,
                                 const google::protobuf::Message&,
                                 google::protobuf::Message*) {
  return NoMail();
}

absl::StatusOr<v1::GetPaperResponse> GetPaper(Backend& backend,
                                              const CallContext& call,
                                              const std::string& id) {
  auto found = backend.GetPapers(call, {id});
  if (!found.ok()) return found.status();
  if (found->papers().empty()) {
    return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                     absl::StrCat("there is no paper ", id));
  }
  v1::GetPaperResponse response;
  response.mutable_paper()->Swap(found->mutable_papers(0));
  response.set_degraded(found->degraded());
  return response;
}

}  // namespace broadsheet::gateway
