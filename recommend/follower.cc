#include "recommend/follower.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

// More threads than this gain little: rows are applied by one.
constexpr unsigned kMaxAnalysisThreads = 4;
constexpr int kMaxRefusals = 5;

int AnalysisThreads() {
  const unsigned cores = std::thread::hardware_concurrency();
  return static_cast<int>(std::clamp(cores, 1u, kMaxAnalysisThreads));
}

// Tells of the connection, and nothing of what comes after the cursor.
bool IsInterruption(const absl::Status& status) {
  return status.ok() || status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kCancelled;
}

}  // namespace

Follower::Follower(ChangeSource* source, Engine* engine, const Logger& log,
                   const FollowerOptions& options, OnReady on_ready)
    : source_(source),
      engine_(engine),
      log_(log),
      options_(options),
      on_ready_(std::move(on_ready)),
      analyzer_(AnalysisThreads()),
      backoff_(options.first_backoff),
      random_(options.jitter_seed) {}

Follower::~Follower() { Stop(); }

void Follower::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Follower::Stop() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  wake_.notify_all();
  source_->Cancel();
  if (thread_.joinable()) thread_.join();
}

void Follower::Run() {
  while (true) {
    const absl::Status status = Step();
    if (NeedsSnapshot(status)) {
      log_.Warning("a new snapshot is needed", {{"why", status.ToString()}});
      cursor_.reset();
      segment_is_old_ = only_segment_;
    }
    if (!Pause(status)) return;
  }
}

bool Follower::NeedsSnapshot(const absl::Status& status) {
  if (!cursor_) return false;
  if (status.code() == absl::StatusCode::kOutOfRange ||
      ReasonOf(status) == "EPOCH_CHANGED") {
    return true;
  }
  return !IsInterruption(status) && ++refusals_ >= kMaxRefusals;
}

absl::Status Follower::Step() { return cursor_ ? Tail() : Load(); }

bool Follower::Pause(const absl::Status& reason) {
  const bool expected =
      reason.ok() || reason.code() == absl::StatusCode::kDeadlineExceeded;
  std::unique_lock lock(mu_);
  if (stopping_) return false;
  if (expected) return true;
  log_.Warning("storage does not answer; trying again",
               {{"why", reason.ToString()}});
  if (!engine_->ready()) {
    engine_->SetActivity(
        absl::StrCat("waiting for storage: ", reason.message()));
  }
  const double jitter = std::uniform_real_distribution<>(0.5, 1)(random_);
  const auto pause = absl::ToChronoNanoseconds(backoff_ * jitter);
  backoff_ = std::min(2 * backoff_, options_.longest_backoff);
  return !wake_.wait_for(lock, pause, [this] { return stopping_; });
}

absl::Status Follower::Load() {
  // Who answers already must not go back to an older state.
  const bool fresh = !engine_->ready() && !segment_is_old_;
  if (fresh && options_.load_segment && LoadSegment()) return absl::OkStatus();
  absl::Status loaded = LoadSnapshot();
  // Files that were not used may know readers who were erased before it.
  if (loaded.ok() && options_.drop_segments) options_.drop_segments();
  return loaded;
}

bool Follower::LoadSegment() {
  if (!engine_->ready()) engine_->SetActivity("loading a segment");
  auto loaded = options_.load_segment();
  if (!loaded.ok()) {
    log_.Info("no segment to begin from; loading rows",
              {{"why", loaded.status().ToString()}});
    return false;
  }
  Use(std::move(loaded->model), loaded->cursor);
  only_segment_ = true;
  return true;
}

void Follower::Use(std::unique_ptr<ReadModel> model,
                   const internal::v1::Cursor& cursor) {
  if (options_.prepare) options_.prepare(model.get());
  cursor_ = cursor;
  refusals_ = 0;
  engine_->Replace(std::move(model));
}

absl::Status Follower::LoadSnapshot() {
  auto model = std::make_unique<ReadModel>(options_.model);
  received_ = {};
  trailer_.reset();
  const absl::Status status = source_->GetSnapshot(
      [&](const auto& chunk) { return TakeChunk(chunk, model.get()); });
  if (!status.ok()) return status;
  if (!trailer_) return absl::DataLossError("the snapshot has no trailer");
  if (auto s = CheckComplete(*trailer_); !s.ok()) return s;
  model->SetHorizon(trailer_->horizon());
  Use(std::move(model), trailer_->cursor());
  only_segment_ = false;
  segment_is_old_ = false;
  log_.Info("snapshot loaded", {{"papers", absl::StrCat(received_.papers)},
                                {"events", absl::StrCat(received_.events)}});
  return absl::OkStatus();
}

absl::Status Follower::TakeChunk(const internal::v1::GetSnapshotResponse& chunk,
                                 ReadModel* model) {
  if (chunk.has_header()) expected_papers_ = chunk.header().papers();
  const std::vector<const v1::Paper*> papers(chunk.papers().pointer_begin(),
                                             chunk.papers().pointer_end());
  for (const AnalyzedPaper& paper : analyzer_.Analyze(papers)) {
    model->Apply(paper);
  }
  for (const auto& vector : chunk.vectors()) model->Apply(vector);
  for (const auto& submission : chunk.submissions()) model->Apply(submission);
  for (const v1::Event& event : chunk.events()) model->Apply(event);
  for (const v1::Edition& edition : chunk.editions()) {
    v1::EditionRow row;
    *row.mutable_edition() = edition;
    model->Apply(row);
  }
  for (const auto& promoted : chunk.promoted()) model->Apply(promoted);
  received_.papers += chunk.papers_size();
  received_.vectors += chunk.vectors_size();
  received_.submissions += chunk.submissions_size();
  received_.events += chunk.events_size();
  if (chunk.has_trailer()) trailer_ = chunk.trailer();
  if (!engine_->ready()) {
    engine_->SetActivity(absl::StrCat(
        "loading the snapshot: ", received_.papers, " of ", expected_papers_,
        " papers, ", received_.events, " events"));
  }
  return absl::OkStatus();
}

absl::Status Follower::CheckComplete(
    const internal::v1::SnapshotTrailer& trailer) {
  if (trailer.papers() == received_.papers &&
      trailer.vectors() == received_.vectors &&
      trailer.submissions() == received_.submissions &&
      trailer.events() == received_.events) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(
      "the snapshot has ", received_.papers, " papers, ", received_.vectors,
      " vectors, ", received_.submissions, " submissions and ",
      received_.events, " events; its trailer says ", trailer.papers(), ", ",
      trailer.vectors(), ", ", trailer.submissions(), " and ",
      trailer.events()));
}

absl::Status Follower::Tail() {
  return source_->WatchChanges(
      *cursor_, [this](const auto& message) { return TakeChanges(message); });
}

absl::Status Follower::TakeChanges(
    const internal::v1::WatchChangesResponse& message) {
  std::vector<const v1::Paper*> papers;
  for (const auto& change : message.changes()) {
    if (change.has_paper()) papers.push_back(&change.paper());
  }
  auto analyzed = analyzer_.Analyze(papers);
  auto next_paper = analyzed.begin();
  bool erased = false;
  std::vector<Row> rows;
  rows.reserve(message.changes_size());
  for (const auto& change : message.changes()) {
    if (change.has_paper()) {
      rows.emplace_back(std::move(*next_paper++));
    } else if (change.has_event()) {
      rows.emplace_back(change.event());
    } else if (change.has_submission()) {
      rows.emplace_back(change.submission());
    } else if (change.has_retracted()) {
      rows.emplace_back(Retracted{change.retracted()});
    } else if (!change.erased_reader().empty()) {
      rows.emplace_back(ErasedReader{change.erased_reader()});
      erased = true;
    } else if (change.has_edition()) {
      rows.emplace_back(change.edition());
    } else if (change.has_promoted()) {
      rows.emplace_back(change.promoted());
    } else if (change.has_vector()) {
      rows.emplace_back(change.vector());
    } else if (!change.deleted_encoder().empty()) {
      rows.emplace_back(DeletedEncoder{change.deleted_encoder()});
    }
  }
  engine_->Apply(rows, message.horizon());
  if (erased && options_.drop_segments) options_.drop_segments();
  cursor_ = message.cursor();
  only_segment_ = false;
  backoff_ = options_.first_backoff;
  refusals_ = 0;
  engine_->SetProgress(message.caught_up() ? 0 : message.pending() + 1,
                       absl::Now());
  if (message.caught_up()) BecomeReady();
  return absl::OkStatus();
}

void Follower::BecomeReady() {
  if (engine_->ready()) return;
  engine_->SetActivity("following storage");
  engine_->SetReady();
  if (on_ready_) on_ready_();
}

}  // namespace broadsheet::recommend
