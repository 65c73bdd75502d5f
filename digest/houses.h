#ifndef BROADSHEET_DIGEST_HOUSES_H_
#define BROADSHEET_DIGEST_HOUSES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/mail_store_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/call_context.h"
#include "common/tls_identity.h"

namespace broadsheet::digest {

// The other houses as digest sees them: one blocking method a call, of at most
// 10 seconds. Errors are those of the contracts. Thread-safe.
class Houses {
 public:
  virtual ~Houses() = default;

  // storage: see mail_store_service.proto.
#define BROADSHEET_MAIL_METHODS(METHOD) \
  METHOD(CreateSubscription)            \
  METHOD(ConfirmSubscription)           \
  METHOD(GetSubscription)               \
  METHOD(ListSubscriptions)             \
  METHOD(UpdateSubscription)            \
  METHOD(ClaimDue)                      \
  METHOD(FindMailed)                    \
  METHOD(PutIssues)                     \
  METHOD(ExchangeMails)                 \
  METHOD(AddClick)                      \
  METHOD(SetSuppression)                \
  METHOD(ListSuppressions)              \
  METHOD(ListIssues)                    \
  METHOD(ListMails)                     \
  METHOD(GetMail)                       \
  METHOD(ResendMail)                    \
  METHOD(EraseAddress)
#define BROADSHEET_DECLARE(name)                             \
  virtual absl::StatusOr<internal::v1::name##Response> name( \
      const CallContext& call,                               \
      const internal::v1::name##Request& request) = 0;
  BROADSHEET_MAIL_METHODS(BROADSHEET_DECLARE)
#undef BROADSHEET_DECLARE

  virtual absl::StatusOr<v1::BatchGetStandingsResponse> Standings(
      const CallContext& call, const v1::BatchGetStandingsRequest& request) = 0;
  // One event of a reader.
  virtual absl::Status AppendEvent(const CallContext& call,
                                   const v1::Event& event) = 0;
  virtual absl::Status EraseReader(const CallContext& call,
                                   const std::string& reader_id) = 0;
  // NOT_FOUND gives an empty title.
  virtual absl::StatusOr<v1::Paper> GetPaper(const CallContext& call,
                                             const std::string& paper_id) = 0;
  // Whether all digests are paused, which all processes share.
  virtual absl::StatusOr<bool> Paused(const CallContext& call) = 0;
  virtual absl::Status SetPaused(const CallContext& call, bool paused) = 0;

  // recommend.
  virtual absl::StatusOr<v1::TrendingResponse> Trending(
      const CallContext& call, const v1::TrendingRequest& request) = 0;
  virtual absl::StatusOr<v1::SearchResponse> Search(
      const CallContext& call, const v1::SearchRequest& request) = 0;
  virtual absl::StatusOr<v1::FeedResponse> Feed(
      const CallContext& call, const v1::FeedRequest& request) = 0;
};

// Connects lazily; targets and `tls` as in ChannelOptions.
std::unique_ptr<Houses> ConnectHouses(const std::string& storage,
                                      const std::string& recommend,
                                      std::shared_ptr<const TlsIdentity> tls);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_HOUSES_H_
