#include "ingest/harvest_runner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "ingest/content_id.h"
#include "ingest/intake.h"
#include "ingest/paper_stage.h"
#include "ingest/paper_writer.h"
#include "ingest/session.h"

namespace broadsheet::ingest {
namespace {

constexpr int kThreads = 2;
constexpr size_t kMaxWaiting = 16;
constexpr size_t kMaxOperations = 1000;
constexpr char kSource[] = "arxiv-oai";

std::string TitleOf(const v1::RunHarvestRequest& request) {
  return absl::StrCat(
      "Harvest of ", request.url(),
      request.set().empty() ? "" : " set " + request.set(),
      request.from().empty() ? "" : " from " + request.from(),
      request.until().empty() ? "" : " until " + request.until());
}

int64_t CountRefused(const v1::IngestPapersResponse& response) {
  return std::ranges::count(response.results(),
                            v1::PaperResult::OUTCOME_REFUSED,
                            &v1::PaperResult::outcome);
}

}  // namespace

HarvestRunner::HarvestRunner(const Backend& backend, const Harvester* harvester,
                             const Logger* log)
    : backend_(backend),
      harvester_(harvester),
      log_(log),
      operations_(kMaxOperations, backend.clock),
      stopping_(std::make_shared<Cancellation>()),
      executor_(kThreads, kMaxWaiting) {}

HarvestRunner::~HarvestRunner() { Stop(); }

void HarvestRunner::Stop() {
  stopping_->Cancel();
  executor_.Stop();
}

absl::StatusOr<v1::Operation> HarvestRunner::Start(
    const v1::RunHarvestRequest& request) {
  if (auto status = CheckHarvest(request); !status.ok()) return status;
  const std::string id = ContentId({"harvest", request.request_id()});
  auto begun = operations_.Begin(id, TitleOf(request));
  if (!begun.ok()) return begun.status();
  if (!begun->is_new) return begun->operation;
  if (!executor_.TrySubmit([this, id, request] { Run(id, request); })) {
    operations_.Forget(id);
    return MakeError(absl::StatusCode::kUnavailable, "TOO_MANY_HARVESTS",
                     "too many harvests wait; try again later");
  }
  return begun->operation;
}

absl::StatusOr<v1::Operation> HarvestRunner::Find(const std::string& id) const {
  return operations_.Find(id);
}

void HarvestRunner::Run(const std::string& id,
                        const v1::RunHarvestRequest& request) {
  log_->Info("harvest starts", {{"operation", id}, {"url", request.url()}});
  absl::Status status = Harvest(id, request);
  if (stopping_->cancelled() && !status.ok()) {
    status = absl::CancelledError("the service stopped; start it again");
  }
  log_->Info("harvest ended",
             {{"operation", id}, {"status", status.ToString()}});
  operations_.End(id, status);
}

// As a session, with the harvester in place of the client.
absl::Status HarvestRunner::Harvest(const std::string& id,
                                    const v1::RunHarvestRequest& request) {
  const CallContext call(absl::InfiniteFuture(), id, {}, stopping_);
  PaperBatcher batcher(backend_.batches, PaperStream::Key);
  PaperWriter writer(
      backend_, {kSource, request.url(), v1::INPUT_FORMAT_OAI_XML}, &batcher,
      &call, [&](const v1::IngestPapersResponse& response) {
        operations_.AddDone(id, response.results_size(),
                            CountRefused(response));
        return true;
      });
  Intake<v1::Paper> intake(MakePaperStage({.source = kSource}, backend_),
                           &batcher);
  WriterThread thread(&writer, &batcher);
  const absl::Status harvested = harvester_->Run(
      call, request, &intake,
      [&](int64_t total) { operations_.SetTotal(id, total); },
      [&] { return !batcher.aborted(); });
  // What was read is kept, even when the harvest failed. When the writer failed
  // the harvest ended because of it.
  const absl::Status written = thread.Finish();
  return written.ok() ? harvested : written;
}

}  // namespace broadsheet::ingest
