#ifndef BROADSHEET_INGEST_QUIET_STORE_H_
#define BROADSHEET_INGEST_QUIET_STORE_H_

#include <memory>

#include "ingest/store.h"

namespace broadsheet::ingest {

// Storage for records that have their dead letters already: those that are
// refused get no further one. Thread-safe.
class QuietStore final : public Store {
 public:
  // `store` must outlive this.
  explicit QuietStore(Store* store) : store_(store) {}

  std::unique_ptr<UpsertStream> OpenUpserts(const CallContext& call) override {
    return store_->OpenUpserts(call);
  }
  absl::StatusOr<internal::v1::ListPapersResponse> ListPapers(
      const CallContext& call,
      const internal::v1::ListPapersRequest& request) override {
    return store_->ListPapers(call, request);
  }
  absl::StatusOr<internal::v1::SetWithdrawnResponse> SetWithdrawn(
      const CallContext& call,
      const internal::v1::SetWithdrawnRequest& request) override {
    return store_->SetWithdrawn(call, request);
  }
  absl::StatusOr<internal::v1::AppendEventsResponse> AppendEvents(
      const CallContext& call,
      const internal::v1::AppendEventsRequest& request) override {
    return store_->AppendEvents(call, request);
  }
  absl::StatusOr<internal::v1::AddDeadLettersResponse> AddDeadLetters(
      const CallContext& /*call*/,
      const internal::v1::AddDeadLettersRequest& /*request*/) override {
    return internal::v1::AddDeadLettersResponse();
  }
  absl::StatusOr<internal::v1::ListDeadLettersResponse> ListDeadLetters(
      const CallContext& call,
      const internal::v1::ListDeadLettersRequest& request) override {
    return store_->ListDeadLetters(call, request);
  }
  absl::StatusOr<internal::v1::DeleteDeadLettersResponse> DeleteDeadLetters(
      const CallContext& call,
      const internal::v1::DeleteDeadLettersRequest& request) override {
    return store_->DeleteDeadLetters(call, request);
  }

 private:
  Store* store_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_QUIET_STORE_H_
