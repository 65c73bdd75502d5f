#ifndef BROADSHEET_GATEWAY_BACKEND_H_
#define BROADSHEET_GATEWAY_BACKEND_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/mail_store_service.pb.h"
#include "broadsheet/v1/account.pb.h"
#include "broadsheet/v1/editor_service.pb.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "broadsheet/v1/system_service.pb.h"
#include "common/call_context.h"

namespace broadsheet::gateway {

// What storage tells of its tables, and of the process that answered.
struct StorageReport {
  v1::CatalogueStatus catalogue;
  v1::StorageStatus process;
};

// Whose a token or session is, and what it is good for.
struct Credential {
  std::string reader_id;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  // As in Identity.
  int scopes = 0;
  bool session = false;
  bool banned = false;
  absl::Time expires = absl::InfiniteFuture();
};

// The other houses as the gateway sees them: one blocking method a call, for
// executor threads (never for gRPC's or the HTTP server's I/O threads). Errors
// are those of the contract, or UNAVAILABLE and DEADLINE_EXCEEDED when the
// house does not answer. Nothing here asks who may do what: policy.h does.
// Implementations are thread-safe.
//
// Writes put the position of their transaction into the trailers of `call`
// (position.h), from where it reaches the client's header and cookie.
class Backend {
 public:
  virtual ~Backend() = default;

  // recommend: ranked lists. An absent `as_of` becomes the whole minute.
  virtual absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) = 0;
  virtual absl::StatusOr<v1::SuggestResponse> Suggest(
      const CallContext& call, const v1::SuggestRequest& request) = 0;
  virtual absl::StatusOr<v1::SimilarResponse> Similar(
      const CallContext& call, const v1::SimilarRequest& request) = 0;
  virtual absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) = 0;
  virtual absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) = 0;
  virtual absl::StatusOr<v1::ExplainResponse> Explain(
      const CallContext& call, const v1::ExplainRequest& request) = 0;
  virtual absl::StatusOr<v1::GetStatusResponse> GetRecommenderStatus(
      const CallContext& call) = 0;
  // Each of them, by address; within the call's deadline.
  virtual std::vector<v1::RecommenderStatus> GetRecommenders(
      const CallContext& call) = 0;
  virtual absl::StatusOr<v1::RunEditorResponse> RunEditor(
      const CallContext& call, const v1::RunEditorRequest& request) = 0;

  // storage: the truth about papers. At most 500 ids.
  virtual absl::StatusOr<v1::BatchGetPapersResponse> GetPapers(
      const CallContext& call, const std::vector<std::string>& ids) = 0;
  virtual absl::StatusOr<v1::ListPapersResponse> ListPapers(
      const CallContext& call, const v1::ListPapersRequest& request) = 0;
  virtual absl::StatusOr<v1::ListSubmittedResponse> ListSubmitted(
      const CallContext& call, const v1::ListSubmittedRequest& request) = 0;
  virtual absl::StatusOr<StorageReport> GetStorageReport(
      const CallContext& call) = 0;

  // storage: readers. Requests name the reader.
  virtual absl::StatusOr<v1::RecordEventsResponse> AppendEvents(
      CallContext& call, const v1::RecordEventsRequest& request) = 0;
  virtual absl::StatusOr<v1::ListLibraryResponse> ListLibrary(
      const CallContext& call, const v1::ListLibraryRequest& request) = 0;
  virtual absl::StatusOr<v1::BatchGetStandingsResponse> BatchGetStandings(
      const CallContext& call, const v1::BatchGetStandingsRequest& request) = 0;
  virtual absl::StatusOr<v1::ExportReaderResponse> ExportReader(
      const CallContext& call, const v1::ExportReaderRequest& request) = 0;
  virtual absl::StatusOr<v1::EraseReaderResponse> EraseReader(
      CallContext& call, const v1::EraseReaderRequest& request) = 0;

  // storage: tokens. `sha256` is 32 bytes.
  // NOT_FOUND when it is unknown, revoked or over.
  virtual absl::StatusOr<Credential> FindCredential(
      const CallContext& call, const std::string& sha256) = 0;

  // storage: a mail to one person, sent soon by digest; the same id again
  // changes nothing (MailStoreService.QueueMail).
  virtual absl::Status QueueMail(const CallContext& call,
                                 const internal::v1::QueueMailRequest& request);

  // digest: "DigestService/Subscribe" and so on; the messages are of the
  // method's types. UNIMPLEMENTED where nobody sends mail.
  virtual absl::Status CallDigest(const CallContext& call,
                                  std::string_view method,
                                  const google::protobuf::Message& request,
                                  google::protobuf::Message* response);

  // The houses that have no report of their own: ingest, and the trainer and
  // digest where the newspaper has them. Reach: OK when one can be reached.
  virtual std::vector<std::string> HousesToReach() const = 0;
  virtual absl::Status Reach(const CallContext& call,
                             const std::string& house) = 0;

  // ingest.
  virtual absl::StatusOr<v1::RunHarvestResponse> RunHarvest(
      const CallContext& call, const v1::RunHarvestRequest& request) = 0;
  virtual absl::StatusOr<v1::FetchPaperResponse> FetchPaper(
      const CallContext& call, const v1::FetchPaperRequest& request) = 0;
  virtual absl::StatusOr<v1::GetOperationResponse> GetOperation(
      const CallContext& call, const v1::GetOperationRequest& request) = 0;
  virtual absl::StatusOr<v1::ListDeadLettersResponse> ListDeadLetters(
      const CallContext& call, const v1::ListDeadLettersRequest& request) = 0;
  virtual absl::StatusOr<v1::RetryDeadLettersResponse> RetryDeadLetters(
      const CallContext& call, const v1::RetryDeadLettersRequest& request) = 0;
  virtual absl::StatusOr<v1::DeleteDeadLettersResponse> DeleteDeadLetters(
      const CallContext& call, const v1::DeleteDeadLettersRequest& request) = 0;
  virtual absl::StatusOr<v1::ListSourcesResponse> ListSources(
      const CallContext& call, const v1::ListSourcesRequest& request) = 0;
};

// The one paper; NOT_FOUND (reason PAPER_UNKNOWN) when there is no such.
absl::StatusOr<v1::GetPaperResponse> GetPaper(Backend& backend,
                                              const CallContext& call,
                                              const std::string& id);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_BACKEND_H_
