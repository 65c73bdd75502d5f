#ifndef BROADSHEET_GATEWAY_COMMENTS_SUBMISSION_API_H_
#define BROADSHEET_GATEWAY_COMMENTS_SUBMISSION_API_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "common/clock.h"
#include "gateway/accounts/stores.h"
#include "gateway/backend.h"
#include "gateway/method_table.h"
#include "gateway/missing_papers.h"

namespace broadsheet::gateway {

// What readers may submit; the operator, and so the automatic editor, is free.
struct SubmissionRules {
  // Only papers announced so many days ago or less; 0: all.
  int within_days = 0;
  // So many for a reader and day; 0: any number.
  int per_day = 20;
  // Only papers that were on no list before.
  bool once = false;
};

// Puts papers on the lists of days, and takes them off. Thread-safe.
class SubmissionApi {
 public:
  // All must outlive this. `zone`: where "today" is decided.
  SubmissionApi(Stores* stores, Backend* backend, MissingPapers* missing,
                const Clock* clock, absl::TimeZone zone,
                const SubmissionRules& rules)
      : stores_(stores),
        backend_(backend),
        missing_(missing),
        clock_(clock),
        zone_(zone),
        rules_(rules) {}

  void Register(MethodTable* table);

 private:
  absl::StatusOr<v1::SubmitPaperResponse> Submit(
      CallContext& call, const Identity& identity,
      const v1::SubmitPaperRequest& request);
  absl::StatusOr<v1::SubmitPaperResponse> SubmitKnown(
      CallContext& call, const Identity& identity,
      const v1::SubmitPaperRequest& request);
  bool IsOnlyAnEntry(const CallContext& call, const std::string& paper_id);
  absl::StatusOr<v1::RetractSubmissionResponse> Retract(
      CallContext& call, const Identity& identity,
      const v1::RetractSubmissionRequest& request);
  absl::StatusOr<internal::v1::RetractSubmissionResponse> TakeBack(
      const CallContext& call, const Identity& identity,
      internal::v1::RetractSubmissionRequest retract);
  absl::Status CheckAge(const CallContext& call, const std::string& paper_id,
                        absl::Time now);

  Stores* const stores_;
  Backend* const backend_;
  MissingPapers* const missing_;
  const Clock* const clock_;
  const absl::TimeZone zone_;
  const SubmissionRules rules_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_COMMENTS_SUBMISSION_API_H_
