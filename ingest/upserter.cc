#include "ingest/upserter.h"

#include <utility>

namespace broadsheet::ingest {
namespace {

// HTTP/2's first window has 64 KiB; some of them are for refusals, whose
// answers have a rule.
constexpr size_t kMaxAnswerBytes = 48 << 10;
// Of a result besides its id.
constexpr size_t kResultBytes = 16;

size_t AnswerBytes(const internal::v1::UpsertPapersRequest& request) {
  size_t bytes = 0;
  for (const auto& paper : request.papers()) {
    bytes += paper.id().size() + kResultBytes;
  }
  return bytes;
}

}  // namespace

Upserter::Upserter(Store* store, const CallContext* call, Retrier retrier)
    : store_(store), call_(call), retrier_(std::move(retrier)) {}

bool Upserter::HasRoom() const {
  size_t bytes = 0;
  for (const auto& request : unanswered_) bytes += AnswerBytes(request);
  return bytes <= kMaxAnswerBytes;
}

void Upserter::Send(internal::v1::UpsertPapersRequest request) {
  unanswered_.push_back(std::move(request));
  if (stream_ == nullptr) Open();
  Write(unanswered_.back());
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
  Close();
}

void Upserter::Cancel() {
  std::lock_guard<std::mutex> lock(mu_);
  cancelled_ = true;
  if (stream_ != nullptr) stream_->Cancel();
}

void Upserter::Open() {
  std::lock_guard<std::mutex> lock(mu_);
  stream_ = store_->OpenUpserts(*call_);
  broken_ = false;
  if (cancelled_) stream_->Cancel();
}

void Upserter::Close() {
  std::lock_guard<std::mutex> lock(mu_);
  stream_.reset();
}

void Upserter::Write(const internal::v1::UpsertPapersRequest& request) {
  if (!broken_) broken_ = !stream_->Write(request);
}

// After the last answer of a broken stream.
absl::Status Upserter::Recover() {
  absl::Status failure = stream_->Finish();
  {
    std::lock_guard<std::mutex> lock(mu_);
    if (cancelled_) return absl::CancelledError("the call is over");
  }
  if (failure.ok()) {
    failure = absl::UnavailableError("storage ended the stream early");
  }
  if (auto status = retrier_.WaitAfter(failure); !status.ok()) return status;
  Open();
  for (const auto& request : unanswered_) Write(request);
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest
