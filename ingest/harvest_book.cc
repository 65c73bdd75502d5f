#include "ingest/harvest_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/text.h"
#include "ingest/content_id.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxErrorBytes = 1000;

}  // namespace

std::string ListName(const v1::RunHarvestRequest& request) {
  return absl::StrCat(kHarvestPrefix, request.source(), "/",
                      ContentId({request.url(), request.set()}));
}

HarvestBook::HarvestBook(const Backend& backend, Checkpoints* checkpoints,
                         const CallContext* call, const HarvestSource* source,
                         v1::RunHarvestRequest request)
    : backend_(backend),
      checkpoints_(checkpoints),
      call_(call),
      source_(source),
      request_(std::move(request)) {}

absl::StatusOr<HarvestJob> HarvestBook::Begin(const std::string& operation_id) {
  if (auto loaded = Load(); !loaded.ok()) return loaded;
  HarvestCheckpoint& state = kept_.value;
  const absl::Time now = backend_.clock->Now();
  if (!IsInterrupted()) {
    *state.mutable_place() =
        source_->Begin(request_, state.covered_until(), now);
    state.set_place_from(request_.from());
    state.set_place_until(request_.until());
  }
  state.set_source(request_.source());
  state.set_url(request_.url());
  state.set_set(request_.set());
  state.set_operation_id(operation_id);
  SetTimestamp(now, state.mutable_last_start());
  if (auto saved = Save(); !saved.ok()) return saved;
  return HarvestJob{source_, request_, state.place(), state.etag(),
                    state.last_modified()};
}

bool HarvestBook::IsInterrupted() const {
  const HarvestCheckpoint& state = kept_.value;
  return state.has_place() && state.place_from() == request_.from() &&
         state.place_until() == request_.until();
}

absl::Status HarvestBook::MoveTo(const HarvestPlace& place) {
  *kept_.value.mutable_place() = place;
  return Save();
}

absl::Status HarvestBook::Finish(const HarvestEnd& end) {
  HarvestCheckpoint& state = kept_.value;
  Cover(source_->CoveredUntil(request_, end.place));
  state.set_etag(end.etag);
  state.set_last_modified(end.last_modified);
  state.clear_place();
  state.clear_error();
  SetTimestamp(backend_.clock->Now(), state.mutable_last_success());
  return Save();
}

absl::Status HarvestBook::Fail(const std::string& error) {
  kept_.value.set_error(std::string(CutUtf8(error, kMaxErrorBytes)));
  return Save();
}

// Days that do not join those that were read leave a gap: then what was read
// stays as it is.
void HarvestBook::Cover(const std::string& until) {
  HarvestCheckpoint& state = kept_.value;
  const bool joins =
      state.covered_until().empty() || request_.from() <= state.covered_until();
  if (joins && until > state.covered_until()) state.set_covered_until(until);
}

absl::Status HarvestBook::Load() {
  return Patiently([this] {
    auto kept =
        checkpoints_->Get<HarvestCheckpoint>(*call_, ListName(request_));
    if (kept.ok()) kept_ = *std::move(kept);
    return kept.status();
  });
}

absl::Status HarvestBook::Save() {
  return Patiently(
      [this] { return checkpoints_->Set(*call_, ListName(request_), &kept_); });
}

absl::Status HarvestBook::Patiently(
    const std::function<absl::Status()>& attempt) {
  Retrier retrier = MakeRetrier(backend_, call_);
  while (true) {
    const absl::Status status = attempt();
    // The retrier would try an abort again; here it says who has won.
    if (status.ok() || absl::IsAborted(status)) return status;
    if (auto again = retrier.WaitAfter(status); !again.ok()) return again;
  }
}

}  // namespace broadsheet::ingest
