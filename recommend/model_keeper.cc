#include "recommend/model_keeper.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "recommend/segment/segment_file.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/serving_build.h"

namespace broadsheet::recommend {
namespace {

// Papers of a slice: writers wait for one of them at most, and behind these the
// answers.
constexpr size_t kSlice = 16;
// Papers that may be brought up to date while no answer is made.
constexpr size_t kLastSlice = 8;
constexpr int kMaxRounds = 1000;

void Refresh(const ReadModel& model, const std::vector<DocId>& docs,
             ServingModel* next) {
  for (const DocId doc : docs) {
    next->Update(doc, TextOf(model, doc));
  }
}

bool IsCurrent(const ReadModel& model) {
  const ServingModel* current = model.models().current();
  return model.promoted_model().id() ==
         (current == nullptr ? "" : current->id());
}

}  // namespace

ModelKeeper::ModelKeeper(Engine* engine, ArtifactCache* cache,
                         const Logger& log, const Options& options)
    : engine_(engine),
      cache_(cache),
      log_(log),
      options_(options),
      call_(options.call) {}

ModelKeeper::~ModelKeeper() { Stop(); }

void ModelKeeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void ModelKeeper::Stop() {
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
  }
  call_.cancellation().Cancel();
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ModelKeeper::Run() {
  absl::Duration backoff = options_.interval;
  do {
    const absl::Status status = Step();
    if (status.ok()) {
      backoff = options_.interval;
      continue;
    }
    log_.Warning("the promoted model is not in use yet; trying again",
                 {{"why", status.ToString()}});
    backoff = std::min(2 * backoff, options_.longest_backoff);
  } while (Pause(backoff));
}

bool ModelKeeper::Pause(absl::Duration duration) {
  std::unique_lock lock(mu_);
  return !wake_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                         [this] { return stopping_; });
}

absl::StatusOr<std::shared_ptr<ServingModel>> ModelKeeper::Open(
    const internal::v1::Artifact& artifact) {
  std::lock_guard lock(opening_);
  auto model = cache_->FetchAndOpen(call_, artifact, Model::Load);
  if (!model.ok()) return model.status();
  return std::make_shared<ServingModel>(*std::move(model), artifact.id());
}

void ModelKeeper::Prepare(ReadModel* model) {
  const internal::v1::Artifact promoted = model->promoted_model();
  if (promoted.id().empty()) return;
  auto opened = Open(promoted);
  if (!opened.ok()) {
    log_.Warning("the promoted model cannot be loaded; going on without",
                 {{"why", opened.status().ToString()}});
    return;
  }
  if (!LoadVectors(*model, opened->get())) {
    opened = std::make_shared<ServingModel>(opened->get()->shared_model(),
                                            promoted.id());
    AddAllPapers(*model, opened->get());
  }
  model->models().Set(*std::move(opened));
}

bool ModelKeeper::LoadVectors(const ReadModel& model, ServingModel* serving) {
  if (model.segment() == nullptr || !ServingModel::IsIn(*model.segment())) {
    return false;
  }
  SegmentReader in(model.segment());
  serving->Load(model.catalogue().size(), &in);
  if (in.ok()) return true;
  log_.Warning("a segment's vectors cannot be used; making them anew",
               {{"why", in.status().ToString()}});
  return false;
}

absl::Status ModelKeeper::Step() {
  internal::v1::Artifact promoted;
  {
    const auto view = engine_->Read();
    if (!IsCurrent(*view)) promoted = view->promoted_model();
  }
  if (promoted.id().empty()) {
    if (absl::Now() - switched_at_ > options_.keep_previous) {
      switched_at_ = absl::InfiniteFuture();
      std::shared_ptr<ServingModel> dropped;  // Freed when answers go on.
      engine_->Mutate(
          [&](ReadModel* m) { dropped = m->models().TakePrevious(); });
    }
    return absl::OkStatus();
  }
  auto next = Open(promoted);
  if (!next.ok()) return next.status();
  if (absl::Status built = Build(*next); !built.ok()) return built;
  switched_at_ = absl::Now();
  log_.Info("a model is in use", {{"id", promoted.id()}});
  std::vector<std::string> kept = {promoted.id()};
  {
    const auto view = engine_->Read();
    if (view->models().previous() != nullptr) {
      kept.push_back(view->models().previous()->id());
    }
  }
  std::lock_guard lock(opening_);
  cache_->KeepOnly(promoted.kind(), kept);
  return absl::OkStatus();
}

template <class AddPapers>
bool ModelKeeper::ForSlices(const std::shared_ptr<ServingModel>& next,
                            AddPapers add) {
  for (size_t at = 0;; at += kSlice) {
    if (call_.cancelled()) return false;
    const auto view = engine_->Read();
    if (!view->models().IsBuilding(next.get())) return false;
    const size_t papers = view->catalogue().size();
    if (at >= papers) return true;
    add(*view, static_cast<DocId>(at),
        static_cast<DocId>(std::min(papers, at + kSlice)));
  }
}

absl::Status ModelKeeper::Build(const std::shared_ptr<ServingModel>& next) {
  const absl::Status replaced =
      absl::UnavailableError("the catalogue was loaded anew meanwhile");
  engine_->Mutate([&](ReadModel* model) { model->models().Begin(next); });
  const bool texts =
      ForSlices(next, [&](const ReadModel& model, DocId begin, DocId end) {
        for (DocId doc = begin; doc < end; ++doc) {
          next->AddText(doc, TextOf(model, doc));
        }
      });
  if (!texts) return replaced;
  next->EndTexts();
  const bool factors =
      ForSlices(next, [&](const ReadModel&, DocId begin, DocId end) {
        for (DocId doc = begin; doc < end; ++doc) next->AddFactors(doc);
      });
  if (!factors) return replaced;
  // What changed meanwhile: in slices as well, the last one with the switch.
  for (int round = 0; round < kMaxRounds; ++round) {
    bool switched = false;
    bool wanted = true;
    std::vector<DocId> changed;
    std::shared_ptr<ServingModel> dropped;  // Freed when answers go on.
    engine_->Mutate([&](ReadModel* model) {
      wanted = model->models().IsBuilding(next.get());
      if (!wanted) return;
      changed = model->models().TakeChanged();
      if (changed.size() > kLastSlice) return;
      Refresh(*model, changed, next.get());
      dropped = model->models().Switch();
      switched = true;
    });
    if (switched) return absl::OkStatus();
    if (!wanted || call_.cancelled()) return replaced;
    for (size_t at = 0; at < changed.size(); at += kSlice) {
      const auto view = engine_->Read();
      if (!view->models().IsBuilding(next.get())) return replaced;
      const size_t end = std::min(changed.size(), at + kSlice);
      Refresh(*view,
              {changed.begin() + static_cast<std::ptrdiff_t>(at),
               changed.begin() + static_cast<std::ptrdiff_t>(end)},
              next.get());
    }
  }
  return absl::UnavailableError("papers change too fast");
}

}  // namespace broadsheet::recommend
