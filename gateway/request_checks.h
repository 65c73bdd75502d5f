#ifndef BROADSHEET_GATEWAY_REQUEST_CHECKS_H_
#define BROADSHEET_GATEWAY_REQUEST_CHECKS_H_

#include "absl/status/status.h"
#include "broadsheet/v1/editor_service.pb.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"

namespace broadsheet::gateway {

// Of requests that go on to another house: OK, or INVALID_ARGUMENT that names
// the field and the rule. Paper ids are PrepareRequest's (method_table.h).
absl::Status CheckRequest(const v1::ListPapersRequest& request);
absl::Status CheckRequest(const v1::ListSubmittedRequest& request);
absl::Status CheckRequest(const v1::SearchRequest& request);
absl::Status CheckRequest(const v1::SimilarRequest& request);
absl::Status CheckRequest(const v1::TrendingRequest& request);
absl::Status CheckRequest(const v1::FeedRequest& request);
absl::Status CheckRequest(const v1::SuggestRequest& request);
absl::Status CheckRequest(const v1::ExplainRequest& request);
absl::Status CheckRequest(const v1::ListLibraryRequest& request);
absl::Status CheckRequest(const v1::BatchGetStandingsRequest& request);
absl::Status CheckRequest(const v1::ExportReaderRequest& request);
absl::Status CheckRequest(const v1::EraseReaderRequest& request);
absl::Status CheckRequest(const v1::ListDeadLettersRequest& request);
absl::Status CheckRequest(const v1::RetryDeadLettersRequest& request);
absl::Status CheckRequest(const v1::DeleteDeadLettersRequest& request);
absl::Status CheckRequest(const v1::ListSourcesRequest& request);
absl::Status CheckRequest(const v1::RunHarvestRequest& request);
absl::Status CheckRequest(const v1::FetchPaperRequest& request);
absl::Status CheckRequest(const v1::GetOperationRequest& request);
absl::Status CheckRequest(const v1::RunEditorRequest& request);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_REQUEST_CHECKS_H_
