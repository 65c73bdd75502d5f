#include "gateway/grpc_backend.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/errors.h"
#include "common/grpc_status.h"
#include "gateway/as_of.h"
#include "gateway/balancer/recommenders.h"
#include "gateway/balancer/roll_call.h"
#include "gateway/house_stubs.h"
#include "gateway/list_limit.h"
#include "gateway/position.h"
#include "grpcpp/client_context.h"

namespace broadsheet::gateway {
namespace {

namespace store = internal::v1;

constexpr absl::Duration kReadLimit = absl::Seconds(2);
constexpr absl::Duration kWriteLimit = absl::Seconds(10);
// Ingest itself waits for 15 s at most.
constexpr absl::Duration kFetchLimit = absl::Seconds(20);
constexpr absl::Duration kEditorLimit = absl::Minutes(2);
constexpr absl::Duration kRetryLimit = absl::Minutes(1);
constexpr absl::Duration kEraseLimit = absl::Minutes(2);
constexpr absl::Duration kReachLimit = absl::Milliseconds(500);

// One blocking call. `Stub` may be a base of the stub's class.
template <class Stub, class Request, class Response>
absl::StatusOr<Response> Call(const CallContext& call, absl::Duration limit,
                              HouseHealth& health, Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Response*),
                              const Request& request) {
  const absl::Time began = absl::Now();
  const bool read = limit == kReadLimit;
  if (absl::Status fit = read ? health.Begin(began) : absl::OkStatus();
      !fit.ok()) {
    return fit;
  }
  grpc::ClientContext context;
  PrepareCall(call, limit, &context);
  Response response;
  const absl::Status status =
      FromGrpc((stub.*method)(&context, request, &response));
  if (read) {
    health.End(status, call.deadline() < began + limit, absl::Now());
  }
  if (!status.ok()) return status;
  return response;
}

// Storage's own messages wrap the public ones: {query} -> {page}.
template <class Wrapped, class Stub, class Answer, class Query>
auto CallWrapped(const CallContext& call, HouseHealth& health, Stub& stub,
                 grpc::Status (Stub::*method)(grpc::ClientContext*,
                                              const Wrapped&, Answer*),
                 const Query& query)
    -> absl::StatusOr<std::decay_t<decltype(std::declval<Answer>().page())>> {
  Wrapped request;
  *request.mutable_query() = query;
  auto answer = Call(call, kReadLimit, health, stub, method, request);
  if (!answer.ok()) return answer.status();
  return std::move(*answer->mutable_page());
}

}  // namespace

absl::StatusOr<v1::SearchResponse> GrpcBackend::Search(
    const CallContext& call, const v1::SearchRequest& request) {
  v1::SearchRequest stamped = request;
  StampAsOf(*clock_, &stamped);
  return recommenders_->Call(call, ListLimits(stamped), kSearch, stamped);
}

absl::StatusOr<v1::SuggestResponse> GrpcBackend::Suggest(
    const CallContext& call, const v1::SuggestRequest& request) {
  return recommenders_->Call(call, {kReadLimit}, kSuggest, request);
}

absl::StatusOr<v1::SimilarResponse> GrpcBackend::Similar(
    const CallContext& call, const v1::SimilarRequest& request) {
  v1::SimilarRequest stamped = request;
  StampAsOf(*clock_, &stamped);
  return recommenders_->Call(call, ListLimits(stamped), kSimilar, stamped);
}

absl::StatusOr<v1::FeedResponse> GrpcBackend::Feed(
    const CallContext& call, const v1::FeedRequest& request) {
  v1::FeedRequest stamped = request;
  StampAsOf(*clock_, &stamped);
  return recommenders_->Call(call, ListLimits(stamped), kFeed, stamped);
}

absl::StatusOr<v1::TrendingResponse> GrpcBackend::Trending(
    const CallContext& call, const v1::TrendingRequest& request) {
  v1::TrendingRequest stamped = request;
  StampAsOf(*clock_, &stamped);
  return recommenders_->Call(call, ListLimits(stamped), kTrending, stamped);
}

absl::StatusOr<v1::ExplainResponse> GrpcBackend::Explain(
    const CallContext& call, const v1::ExplainRequest& request) {
  v1::ExplainRequest stamped = request;
  StampAsOf(*clock_, &stamped);
  return recommenders_->Call(call, ListLimits(stamped), kExplain, stamped);
}

absl::StatusOr<v1::GetStatusResponse> GrpcBackend::GetRecommenderStatus(
    const CallContext& call) {
  return recommenders_->Call(call, {kReadLimit}, kGetStatus,
                             v1::GetStatusRequest());
}

std::vector<v1::RecommenderStatus> GrpcBackend::GetRecommenders(
    const CallContext& call) {
  return AskAll(call, recommenders_->All());
}

absl::StatusOr<v1::RunEditorResponse> GrpcBackend::RunEditor(
    const CallContext& call, const v1::RunEditorRequest& request) {
  return recommenders_->Call(call, {kEditorLimit, /*hedge=*/false}, kRunEditor,
                             request);
}

absl::StatusOr<v1::BatchGetPapersResponse> GrpcBackend::GetPapers(
    const CallContext& call, const std::vector<std::string>& ids) {
  store::BatchGetPapersRequest request;
  request.mutable_paper_ids()->Assign(ids.begin(), ids.end());
  auto found = Call(call, kReadLimit, storage_, *houses_->papers,
                    &store::PaperStoreService::Stub::BatchGetPapers, request);
  if (!found.ok()) return found.status();
  v1::BatchGetPapersResponse response;
  response.mutable_papers()->Swap(found->mutable_papers());
  // Storage leaves the unknown ones out and keeps the order.
  int next = 0;
  for (const std::string& id : ids) {
    if (next < response.papers_size() && response.papers(next).id() == id) {
      ++next;
    } else {
      response.add_unknown_ids(id);
    }
  }
  return response;
}

absl::StatusOr<v1::ListPapersResponse> GrpcBackend::ListPapers(
    const CallContext& call, const v1::ListPapersRequest& request) {
  return CallWrapped(call, storage_, *houses_->papers,
                     &store::PaperStoreService::Stub::ListPapers, request);
}

absl::StatusOr<v1::ListSubmittedResponse> GrpcBackend::ListSubmitted(
    const CallContext& call, const v1::ListSubmittedRequest& request) {
  return CallWrapped(call, storage_, *houses_->readers,
                     &store::ReaderStoreService::Stub::ListSubmitted, request);
}

absl::StatusOr<StorageReport> GrpcBackend::GetStorageReport(
    const CallContext& call) {
  auto found = Call(call, kReadLimit, storage_, *houses_->papers,
                    &store::PaperStoreService::Stub::GetCatalogueStatus,
                    store::GetCatalogueStatusRequest());
  if (!found.ok()) return found.status();
  StorageReport report;
  v1::CatalogueStatus& status = report.catalogue;
  status.set_papers(found->papers());
  status.set_withdrawn(found->withdrawn());
  status.set_readers(found->readers());
  status.set_events(found->events());
  status.set_submissions(found->submissions());
  status.set_dead_letters(found->dead_letters());
  status.set_changes(found->changes());
  status.set_latest_announced(found->latest_announced());
  status.set_latest_list(found->latest_list());
  report.process = found->storage();
  return report;
}

absl::StatusOr<v1::RecordEventsResponse> GrpcBackend::AppendEvents(
    CallContext& call, const v1::RecordEventsRequest& request) {
  store::AppendEventsRequest append;
  *append.mutable_events() = request.events();
  auto appended = Call(call, kWriteLimit, storage_, *houses_->readers,
                       &store::ReaderStoreService::Stub::AppendEvents, append);
  if (!appended.ok()) return appended.status();
  AnswerPosition(call, appended->position());
  v1::RecordEventsResponse response;
  response.mutable_results()->Swap(appended->mutable_results());
  *response.mutable_position() = appended->position();
  return response;
}

absl::StatusOr<v1::ListLibraryResponse> GrpcBackend::ListLibrary(
    const CallContext& call, const v1::ListLibraryRequest& request) {
  return CallWrapped(call, storage_, *houses_->readers,
                     &store::ReaderStoreService::Stub::ListLibrary, request);
}

absl::StatusOr<v1::ExportReaderResponse> GrpcBackend::ExportReader(
    const CallContext& call, const v1::ExportReaderRequest& request) {
  return CallWrapped(call, storage_, *houses_->readers,
                     &store::ReaderStoreService::Stub::ExportReader, request);
}

absl::StatusOr<v1::EraseReaderResponse> GrpcBackend::EraseReader(
    CallContext& call, const v1::EraseReaderRequest& request) {
  store::EraseReaderRequest wrapped;
  wrapped.set_reader_id(request.reader_id());
  auto answer = Call(call, kEraseLimit, storage_, *houses_->readers,
                     &store::ReaderStoreService::Stub::EraseReader, wrapped);
  if (!answer.ok()) return answer.status();
  AnswerPosition(call, answer->erased().position());
  return std::move(*answer->mutable_erased());
}

absl::StatusOr<v1::BatchGetStandingsResponse> GrpcBackend::BatchGetStandings(
    const CallContext& call, const v1::BatchGetStandingsRequest& request) {
  store::BatchGetStandingsRequest wrapped;
  *wrapped.mutable_query() = request;
  auto found =
      Call(call, kReadLimit, storage_, *houses_->readers,
           &store::ReaderStoreService::Stub::BatchGetStandings, wrapped);
  if (!found.ok()) return found.status();
  v1::BatchGetStandingsResponse response;
  response.mutable_standings()->Swap(found->mutable_standings());
  return response;
}

absl::StatusOr<Credential> GrpcBackend::FindCredential(
    const CallContext& call, const std::string& sha256) {
  store::FindTokenRequest request;
  request.set_sha256(sha256);
  request.mutable_at()->set_seconds(absl::ToUnixSeconds(clock_->Now()));
  auto found = Call(call, kReadLimit, storage_, *houses_->readers,
                    &store::ReaderStoreService::Stub::FindToken, request);
  if (!found.ok()) return found.status();
  Credential credential;
  credential.reader_id = found->reader_id();
  credential.role = found->role();
  for (const int scope : found->scopes()) credential.scopes |= 1 << scope;
  credential.session = found->session();
  credential.banned = found->banned();
  if (found->has_expires_at()) {
    credential.expires = absl::FromUnixSeconds(found->expires_at().seconds());
  }
  return credential;
}

std::vector<std::string> GrpcBackend::HousesToReach() const {
  std::vector<std::string> names;
  for (const auto& [name, channel] : houses_->channels) names.push_back(name);
  return names;
}

absl::Status GrpcBackend::Reach(const CallContext& call,
                                const std::string& house) {
  const absl::Time limit = std::min(call.deadline(), absl::Now() + kReachLimit);
  const auto& channel = houses_->channels.at(house);
  if (channel->WaitForConnected(absl::ToChronoTime(limit))) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kUnavailable, "UNREACHABLE",
                   "it does not answer");
}

absl::StatusOr<v1::FetchPaperResponse> GrpcBackend::FetchPaper(
    const CallContext& call, const v1::FetchPaperRequest& request) {
  return Call(call, kFetchLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::FetchPaper, request);
}

absl::StatusOr<v1::RunHarvestResponse> GrpcBackend::RunHarvest(
    const CallContext& call, const v1::RunHarvestRequest& request) {
  return Call(call, kWriteLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::RunHarvest, request);
}

absl::StatusOr<v1::GetOperationResponse> GrpcBackend::GetOperation(
    const CallContext& call, const v1::GetOperationRequest& request) {
  return Call(call, kReadLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::GetOperation, request);
}

absl::StatusOr<v1::ListDeadLettersResponse> GrpcBackend::ListDeadLetters(
    const CallContext& call, const v1::ListDeadLettersRequest& request) {
  return Call(call, kReadLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::ListDeadLetters, request);
}

absl::StatusOr<v1::RetryDeadLettersResponse> GrpcBackend::RetryDeadLetters(
    const CallContext& call, const v1::RetryDeadLettersRequest& request) {
  return Call(call, kRetryLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::RetryDeadLetters, request);
}

absl::StatusOr<v1::DeleteDeadLettersResponse> GrpcBackend::DeleteDeadLetters(
    const CallContext& call, const v1::DeleteDeadLettersRequest& request) {
  return Call(call, kWriteLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::DeleteDeadLetters, request);
}

absl::StatusOr<v1::ListSourcesResponse> GrpcBackend::ListSources(
    const CallContext& call, const v1::ListSourcesRequest& request) {
  return Call(call, kReadLimit, ingest_, *houses_->ingest,
              &v1::IngestService::Stub::ListSources, request);
}

}  // namespace broadsheet::gateway
