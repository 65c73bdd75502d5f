#include "ingest/harvest_runner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/content_id.h"
#include "ingest/harvest_book.h"
#include "ingest/pipeline.h"

namespace broadsheet::ingest {
namespace {

constexpr int kThreads = 4;
constexpr size_t kMaxWaiting = 32;
constexpr size_t kMaxOperations = 1000;
constexpr absl::Duration kKeepInterval = absl::Seconds(1);
constexpr absl::Duration kLeaseWait = absl::Seconds(1);
// To write down how a harvest ended while the service stops.
constexpr absl::Duration kLastWords = absl::Seconds(10);

std::string TitleOf(const v1::RunHarvestRequest& request) {
  return absl::StrCat(
      "Harvest of ", request.source(), " at ", request.url(),
      request.set().empty() ? "" : ", set " + request.set(),
      request.from().empty() ? "" : ", from " + request.from(),
      request.until().empty() ? "" : ", until " + request.until());
}

int64_t CountRefused(const v1::IngestPapersResponse& response) {
  return std::ranges::count(response.results(),
                            v1::PaperResult::OUTCOME_REFUSED,
                            &v1::PaperResult::outcome);
}

v1::IngestHeader HeaderOf(const HarvestJob& job) {
  v1::IngestHeader header;
  header.set_source(job.source->info().name);
  header.set_file_name(job.request.url().substr(0, 500));
  header.set_format(job.source->info().format);
  return header;
}

absl::Status TooMany() {
  return MakeError(absl::StatusCode::kUnavailable, "TOO_MANY_HARVESTS",
                   "too many harvests wait; try again later");
}

}  // namespace

// Stores the records of a harvest, page by page.
class HarvestRunner::Taker final : public HarvestTaker {
 public:
  Taker(HarvestRunner* runner, const CallContext* call, const HarvestJob& job,
        HarvestBook* book, KeptOperation* operation)
      : runner_(runner),
        call_(call),
        book_(book),
        operation_(operation),
        id_(operation->value.operation().id()),
        pipeline_(runner->parts_.backend, HeaderOf(job), call,
                  [this](const v1::IngestPapersResponse& response) {
                    runner_->operations_.AddDone(id_, response.results_size(),
                                                 CountRefused(response));
                  }) {}

  PaperSink* sink() override { return pipeline_.sink(); }

  void OnTotal(int64_t total) override {
    runner_->operations_.SetTotal(id_, total);
  }

  // The place moves behind the page only when its records are stored.
  absl::Status OnPage(const HarvestPlace& next) override {
    if (auto stored = pipeline_.Commit(); !stored.ok()) return stored;
    if (auto moved = book_->MoveTo(next); !moved.ok()) return moved;
    const absl::Time now = runner_->parts_.backend.clock->Now();
    if (now - kept_at_ < kKeepInterval) return absl::OkStatus();
    kept_at_ = now;
    return runner_->Keep(*call_, operation_);
  }

  absl::Status Finish() { return pipeline_.Finish(); }

 private:
  HarvestRunner* runner_;
  const CallContext* call_;
  HarvestBook* book_;
  KeptOperation* operation_;
  const std::string id_;
  absl::Time kept_at_ = absl::InfinitePast();
  Pipeline<PaperStream> pipeline_;  // Last: its thread uses what is above.
};

HarvestRunner::HarvestRunner(HarvestParts parts)
    : parts_(std::move(parts)),
      kept_(parts_.checkpoints),
      operations_(kMaxOperations, parts_.backend.clock),
      stopping_(std::make_shared<Cancellation>()),
      executor_(kThreads, kMaxWaiting) {}

HarvestRunner::~HarvestRunner() { Stop(); }

void HarvestRunner::Stop() {
  stopping_->Cancel();
  executor_.Stop();
}

absl::StatusOr<v1::Operation> HarvestRunner::Start(
    const CallContext& call, const v1::RunHarvestRequest& request) {
  auto checked = CheckHarvest(*parts_.sources, request);
  if (!checked.ok()) return checked.status();
  const std::string id = ContentId({"harvest", request.request_id()});
  auto known = kept_.Find(call, id);
  if (!known.ok()) return known.status();
  if (known->revision > 0) return Find(call, id);
  auto begun = operations_.Begin(id, TitleOf(*checked));
  if (!begun.ok()) return begun.status();
  if (!begun->is_new) return begun->operation;
  KeptOperation operation;
  *operation.value.mutable_operation() = begun->operation;
  *operation.value.mutable_request() = *std::move(checked);
  auto written = kept_.Write(call, &operation);
  if (!written.ok()) {
    operations_.Forget(id);
    // Another process was faster.
    if (absl::IsAborted(written)) return Find(call, id);
    return written;
  }
  if (!Submit(operation, /*resumed=*/false).ok()) {
    kept_.Forget(call, id).IgnoreError();
    return TooMany();
  }
  return begun->operation;
}

absl::Status HarvestRunner::Submit(KeptOperation operation, bool resumed) {
  const std::string id = operation.value.operation().id();
  const bool taken = executor_.TrySubmit(
      [this, operation = std::move(operation), resumed]() mutable {
        Run(std::move(operation), resumed);
      });
  if (taken) return absl::OkStatus();
  operations_.Forget(id);
  return TooMany();
}

absl::StatusOr<v1::Operation> HarvestRunner::Find(const CallContext& call,
                                                  const std::string& id) const {
  auto local = operations_.Find(id);
  if (local.ok()) return local;
  auto kept = kept_.Find(call, id);
  if (!kept.ok()) return kept.status();
  if (kept->revision == 0) return local.status();
  return kept->value.operation();
}

absl::Status HarvestRunner::Resume(const CallContext& call) {
  auto unfinished = kept_.Unfinished(call);
  if (!unfinished.ok()) return unfinished.status();
  for (KeptOperation& operation : *unfinished) {
    if (stopping_->cancelled()) break;
    auto begun = operations_.Resume(operation.value.operation());
    if (!begun.ok()) return begun.status();
    if (!begun->is_new) continue;
    auto submitted = Submit(std::move(operation), /*resumed=*/true);
    if (!submitted.ok()) return submitted;
  }
  return absl::OkStatus();
}

void HarvestRunner::Run(KeptOperation operation, bool resumed) {
  if (stopping_->cancelled()) return;
  const std::string id = operation.value.operation().id();
  // A harvest ends with the service, or with the loss of its lease.
  const auto ending = std::make_shared<Cancellation>();
  stopping_->OnCancel([weak = std::weak_ptr(ending)] {
    if (const auto alive = weak.lock()) alive->Cancel();
  });
  const CallContext call(absl::InfiniteFuture(), id, {}, ending);
  auto lease = Lease(call, operation, resumed);
  const bool is_mine = lease.ok() ? Refresh(call, &operation) : !resumed;
  if (!is_mine && !stopping_->cancelled()) return operations_.Forget(id);
  parts_.log->Info("harvest runs",
                   {{"operation", id},
                    {"title", operation.value.operation().title()},
                    {"resumed", resumed ? "yes" : "no"}});
  const absl::Status status =
      lease.ok() ? Harvest(call, &operation) : lease.status();
  End(call, &operation, status);
}

// Whether it is still to be done, now that nobody else can do it.
bool HarvestRunner::Refresh(const CallContext& call, KeptOperation* operation) {
  auto kept = kept_.Find(call, operation->value.operation().id());
  if (!kept.ok()) return true;  // The harvest will say what is wrong.
  *operation = *std::move(kept);
  return operation->revision > 0 && !operation->value.operation().done();
}

// An operation that another process seems to run is looked at again with the
// next Resume.
absl::StatusOr<std::unique_ptr<Leases::Held>> HarvestRunner::Lease(
    const CallContext& call, const KeptOperation& operation, bool resumed) {
  const std::string name = ListName(operation.value.request());
  const std::string owner =
      absl::StrCat(parts_.process, "/", operation.value.operation().id());
  const Backend& backend = parts_.backend;
  const absl::Time end =
      backend.clock->Now() +
      (resumed ? absl::ZeroDuration() : parts_.lease_patience);
  Retrier retrier = MakeRetrier(backend, &call);
  while (true) {
    auto lease = parts_.leases->Acquire(
        call, name, owner, [&call] { call.cancellation().Cancel(); });
    if (lease.ok()) return lease;
    if (!absl::IsAborted(lease.status())) {
      auto again = retrier.WaitAfter(lease.status());
      if (!again.ok()) return again;
    } else if (backend.clock->Now() < end && call.Alive().ok()) {
      backend.timing.sleep(call, kLeaseWait);
    } else {
      return absl::AbortedError("another harvest of the same list runs");
    }
  }
}

absl::Status HarvestRunner::Harvest(const CallContext& call,
                                    KeptOperation* operation) {
  const v1::RunHarvestRequest& request = operation->value.request();
  const HarvestSource* source = FindSource(*parts_.sources, request.source());
  if (source == nullptr) {
    return absl::FailedPreconditionError("this release has no such source");
  }
  HarvestBook book(parts_.backend, parts_.checkpoints, &call, source, request);
  auto job = book.Begin(operation->value.operation().id());
  if (!job.ok()) return job.status();
  Taker taker(this, &call, *job, &book, operation);
  auto end = parts_.harvester->Run(call, *job, &taker);
  // What was read is kept, even when the harvest failed. When the writer failed
  // the harvest ended because of it.
  const absl::Status written = taker.Finish();
  const absl::Status status = written.ok() ? end.status() : written;
  if (status.ok()) return book.Finish(*end);
  if (call.Alive().ok()) {
    book.Fail(std::string(status.message())).IgnoreError();
  }
  return status;
}

// An operation that ends with the service is not done: it is resumed.
void HarvestRunner::End(const CallContext& call, KeptOperation* operation,
                        const absl::Status& status) {
  const std::string id = operation->value.operation().id();
  parts_.log->Info("harvest ended",
                   {{"operation", id}, {"status", status.ToString()}});
  if (!status.ok() && stopping_->cancelled()) {
    return operations_.End(
        id, absl::CancelledError("the service stopped; the harvest goes on "
                                 "when it starts again"));
  }
  // The lease is lost: another process runs it.
  if (!status.ok() && !call.Alive().ok()) return operations_.Forget(id);
  operations_.End(id, status);
  const CallContext last(parts_.backend.clock->Now() + kLastWords, id);
  const absl::Status kept = Keep(last, operation);
  if (kept.ok()) return;
  parts_.log->Warning("the end of a harvest could not be kept",
                      {{"operation", id}, {"status", kept.ToString()}});
}

// Writes the operation as it stands now.
absl::Status HarvestRunner::Keep(const CallContext& call,
                                 KeptOperation* operation) {
  auto now = operations_.Find(operation->value.operation().id());
  if (!now.ok()) return now.status();
  *operation->value.mutable_operation() = *std::move(now);
  Retrier retrier = MakeRetrier(parts_.backend, &call);
  while (true) {
    const absl::Status written = kept_.Write(call, operation);
    if (written.ok() || absl::IsAborted(written)) return written;
    auto again = retrier.WaitAfter(written);
    if (!again.ok()) return again;
  }
}

}  // namespace broadsheet::ingest
