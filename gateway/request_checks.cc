#include "gateway/request_checks.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/checks.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxCandidates = 50000;
constexpr int kMaxLetterIds = 1000;
constexpr size_t kMaxQueryBytes = 1000;

// The first that is not OK.
absl::Status FirstError(std::initializer_list<absl::Status> checks) {
  const auto* found = std::find_if(checks.begin(), checks.end(),
                                   [](const auto& s) { return !s.ok(); });
  return found == checks.end() ? absl::OkStatus() : *found;
}

absl::Status CheckLetterIds(
    const google::protobuf::RepeatedPtrField<std::string>& ids, int least) {
  if (ids.size() < least || ids.size() > kMaxLetterIds) {
    return InvalidField(
        "ids", absl::StrCat("has ", ids.size(), " ids; ", least, " to ",
                            kMaxLetterIds, " are allowed"));
  }
  for (const std::string& id : ids) {
    absl::Status status = CheckText("ids", id, 1, 200);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRequest(const v1::ListPapersRequest& request) {
  return FirstError({CheckPageSize(request.page_size()),
                     CheckDay("first_day", request.first_day()),
                     CheckDay("last_day", request.last_day()),
                     CheckText("category", request.category(), 0, 100),
                     CheckText("author", request.author(), 0, 500),
                     CheckText("edition", request.edition(), 0, 40)});
}

absl::Status CheckRequest(const v1::ListSubmittedRequest& request) {
  return FirstError({CheckPageSize(request.page_size()),
                     CheckPeriod("period", request.period()),
                     CheckText("submitter", request.submitter(), 0, 100),
                     CheckText("edition", request.edition(), 0, 40)});
}

absl::Status CheckRequest(const v1::SearchRequest& request) {
  return FirstError({CheckPageSize(request.page_size()),
                     CheckText("query", request.query(), 0, kMaxQueryBytes)});
}

absl::Status CheckRequest(const v1::SimilarRequest& request) {
  return CheckPageSize(request.page_size());
}

absl::Status CheckRequest(const v1::TrendingRequest& request) {
  return CheckPageSize(request.page_size());
}

absl::Status CheckRequest(const v1::FeedRequest& request) {
  if (request.candidate_ids_size() > kMaxCandidates) {
    return InvalidField("candidate_ids", "has more than 50,000 ids");
  }
  return FirstError({CheckPageSize(request.page_size()),
                     CheckReaderId("reader_id", request.reader_id())});
}

absl::Status CheckRequest(const v1::SuggestRequest& request) {
  if (request.limit() < 0) return InvalidField("limit", "is negative");
  return CheckText("prefix", request.prefix(), 0, kMaxQueryBytes);
}

absl::Status CheckRequest(const v1::ExplainRequest& request) {
  return CheckText("query", request.query(), 0, kMaxQueryBytes);
}

absl::Status CheckRequest(const v1::ListLibraryRequest& request) {
  return FirstError({CheckPageSize(request.page_size()),
                     CheckReaderId("reader_id", request.reader_id())});
}

absl::Status CheckRequest(const v1::BatchGetStandingsRequest& request) {
  return CheckReaderId("reader_id", request.reader_id());
}

absl::Status CheckRequest(const v1::ExportReaderRequest& request) {
  return FirstError({CheckPageSize(request.page_size()),
                     CheckReaderId("reader_id", request.reader_id())});
}

absl::Status CheckRequest(const v1::EraseReaderRequest& request) {
  return CheckReaderId("reader_id", request.reader_id());
}

absl::Status CheckRequest(const v1::ListDeadLettersRequest& request) {
  return FirstError({CheckPageSize(request.page_size()),
                     CheckText("source", request.source(), 0, 40)});
}

absl::Status CheckRequest(const v1::RetryDeadLettersRequest& request) {
  return FirstError({CheckLetterIds(request.ids(), 0),
                     CheckText("source", request.source(), 0, 40)});
}

absl::Status CheckRequest(const v1::DeleteDeadLettersRequest& request) {
  return CheckLetterIds(request.ids(), 1);
}

absl::Status CheckRequest(const v1::ListSourcesRequest& /*request*/) {
  return absl::OkStatus();
}

absl::Status CheckRequest(const v1::RunHarvestRequest& request) {
  return FirstError({CheckText("request_id", request.request_id(), 1, 100),
                     CheckText("url", request.url(), 0, 2000),
                     CheckText("source", request.source(), 0, 40),
                     CheckText("set", request.set(), 0, 200),
                     CheckDay("from", request.from()),
                     CheckDay("until", request.until())});
}

absl::Status CheckRequest(const v1::FetchPaperRequest& request) {
  return CheckText("paper_id", request.paper_id(), 1, 200);
}

absl::Status CheckRequest(const v1::GetOperationRequest& request) {
  return CheckText("operation_id", request.operation_id(), 1, 200);
}

absl::Status CheckRequest(const v1::RunEditorRequest& request) {
  return FirstError({CheckText("first_day", request.first_day(), 1, 10),
                     CheckText("last_day", request.last_day(), 1, 10),
                     CheckDay("first_day", request.first_day()),
                     CheckDay("last_day", request.last_day())});
}

}  // namespace broadsheet::gateway
