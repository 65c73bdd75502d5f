#include "ingest/upserter.h"

#include <algorithm>
#include <utility>

namespace broadsheet::ingest {

Upserter::Upserter(Store* store, const CallContext* call, Retrier retrier)
    : store_(store), call_(call), retrier_(std::move(retrier)) {}

absl::Status Upserter::Send(internal::v1::UpsertPapersRequest request) {
  unanswered_.push_back(std::move(request));
  if (stream_ == nullptr) stream_ = store_->OpenUpserts(*call_);
  if (stream_->Write(unanswered_.back())) return absl::OkStatus();
  return Recover();
}

absl::StatusOr<internal::v1::UpsertPapersResponse> Upserter::Receive() {
  internal::v1::UpsertPapersResponse response;
  while (!stream_->Read(&response)) {
    if (auto status = Recover(); !status.ok()) return status;
  }
  retrier_.Succeeded();
  if (response.results_size() != unanswered_.front().papers_size()) {
    return absl::InternalError("storage answered another number of papers");
  }
  unanswered_.pop_front();
  return response;
}

void Upserter::Finish() {
  if (stream_ == nullptr) return;
  // Everything is committed and answered: how the stream ends does not matter.
  stream_->Finish().IgnoreError();
  stream_.reset();
}

absl::Status Upserter::Recover() {
  do {
    absl::Status failure = stream_->Finish();
    stream_.reset();
    if (failure.ok()) {
      failure = absl::UnavailableError("storage ended the stream early");
    }
    if (auto status = retrier_.WaitAfter(failure); !status.ok()) return status;
    stream_ = store_->OpenUpserts(*call_);
  } while (!SendAll());
  return absl::OkStatus();
}

bool Upserter::SendAll() {
  return std::ranges::all_of(unanswered_, [this](const auto& request) {
    return stream_->Write(request);
  });
}

}  // namespace broadsheet::ingest
