#include "ingest/paper_fetcher.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "ingest/pipeline.h"

namespace broadsheet::ingest {
namespace {

// More would wait for longer than anybody does: arXiv allows a request every
// three seconds.
constexpr size_t kMost = 4;

// Lets the one paper pass: a mirror or a cache may answer another question.
class OnePaperSink final : public PaperSink {
 public:
  OnePaperSink(std::string id, PaperSink* next)
      : id_(std::move(id)), next_(next) {}

  void OnRecord(int64_t record, v1::Paper paper,
                std::string_view raw) override {
    if (!IsIt(paper.id())) return;
    next_->OnRecord(record, std::move(paper), raw);
  }
  void OnRefusal(Refusal refusal) override {
    if (IsIt(refusal.id)) next_->OnRefusal(std::move(refusal));
  }

 private:
  bool IsIt(const std::string& id) const {
    const auto normal = NormalizePaperId(id, "");
    return normal.ok() && *normal == id_;
  }

  const std::string id_;
  PaperSink* const next_;
};

// Stores the record and keeps what became of it.
class AnswerTaker final : public HarvestTaker {
 public:
  AnswerTaker(const Backend& backend, const v1::IngestHeader& header,
              const std::string& id, const CallContext* call)
      : pipeline_(backend, header, call,
                  [this](const v1::IngestPapersResponse& response) {
                    Take(response);
                  }),
        sink_(id, pipeline_.sink()) {}

  PaperSink* sink() override { return &sink_; }
  void OnTotal(int64_t /*total*/) override {}
  absl::Status OnPage(const HarvestPlace& /*next*/) override {
    return pipeline_.Commit();
  }

  absl::Status Finish() { return pipeline_.Finish(); }

  // After Finish.
  const v1::FetchPaperResponse& answer() const { return answer_; }

 private:
  void Take(const v1::IngestPapersResponse& response) {
    for (const v1::PaperResult& result : response.results()) {
      *answer_.mutable_result() = result;
      *answer_.mutable_position() = response.position();
    }
  }

  v1::FetchPaperResponse answer_;
  Pipeline<PaperStream> pipeline_;  // Its thread uses what is above.
  OnePaperSink sink_;
};

absl::Status SourceDown(const absl::Status& why) {
  return MakeError(
      absl::StatusCode::kUnavailable, "SOURCE_DOWN",
      absl::StrCat(
          "the paper could not be fetched; try again later (",
          absl::IsDeadlineExceeded(why) ? "it takes too long" : why.message(),
          ")"));
}

absl::Status UnknownPaper(const std::string& id) {
  return MakeError(absl::StatusCode::kNotFound, "PAPER_UNKNOWN",
                   absl::StrCat("arXiv has no paper ", id));
}

}  // namespace

PaperFetcher::PaperFetcher(Options options, const Backend& backend,
                           const Harvester* harvester, const Logger* log)
    : options_(std::move(options)),
      backend_(backend),
      harvester_(harvester),
      log_(log) {}

absl::StatusOr<v1::FetchPaperResponse> PaperFetcher::Fetch(
    const CallContext& call, const v1::FetchPaperRequest& request) {
  const auto id = NormalizePaperId(request.paper_id(), "");
  if (!id.ok() || !IsArxivId(*id)) {
    return InvalidField("paper_id", "is no id of arXiv's, like 2407.21783");
  }
  const auto ending = std::make_shared<Cancellation>();
  if (absl::Status may = Enter(ending); !may.ok()) return may;
  const absl::Cleanup leave = [&] { Leave(ending); };
  call.cancellation().OnCancel([weak = std::weak_ptr(ending)] {
    if (const auto alive = weak.lock()) alive->Cancel();
  });
  const CallContext limited(
      std::min(call.deadline(), backend_.clock->Now() + options_.patience),
      call.request_id(), {}, ending);
  auto fetched = Ask(limited, *id);
  log_->Info("paper fetched",
             {{"paper", *id}, {"status", fetched.status().ToString()}});
  if (fetched.ok() || absl::IsNotFound(fetched.status())) return fetched;
  if (absl::Status alive = call.Alive(); !alive.ok()) return alive;
  return SourceDown(fetched.status());
}

absl::Status PaperFetcher::Enter(const Ending& ending) {
  const std::lock_guard lock(mu_);
  if (stopped_) return SourceDown(absl::CancelledError("the service stops"));
  if (waiting_.size() >= kMost) {
    return MakeError(absl::StatusCode::kUnavailable, "TOO_MANY_FETCHES",
                     "others wait for papers of arXiv's already; try again in "
                     "a minute");
  }
  waiting_.insert(ending);
  return absl::OkStatus();
}

void PaperFetcher::Leave(const Ending& ending) {
  const std::lock_guard lock(mu_);
  waiting_.erase(ending);
}

void PaperFetcher::Stop() {
  const std::lock_guard lock(mu_);
  stopped_ = true;
  for (const Ending& ending : waiting_) ending->Cancel();
}

absl::StatusOr<v1::FetchPaperResponse> PaperFetcher::Ask(
    const CallContext& call, const std::string& id) const {
  HarvestJob job{.source = &source_, .request = {}, .place = {}};
  job.request.set_source(source_.info().name);
  job.request.set_url(options_.url.empty() ? source_.info().url : options_.url);
  job.request.set_set(absl::StrCat("id:", id));
  job.place = source_.Begin(job.request, "", backend_.clock->Now());
  v1::IngestHeader header;
  header.set_source(source_.info().name);
  header.set_file_name(job.request.url());
  header.set_format(source_.info().format);
  AnswerTaker taker(backend_, header, id, &call);
  const auto end = harvester_->Run(call, job, &taker);
  const absl::Status written = taker.Finish();
  // When the writer failed the harvest was cancelled because of it.
  const bool read = end.ok() || absl::IsCancelled(end.status());
  if (!read) return end.status();
  if (!written.ok()) return written;
  if (!end.ok()) return end.status();
  if (!taker.answer().has_result()) return UnknownPaper(id);
  return taker.answer();
}

}  // namespace broadsheet::ingest
