#ifndef BROADSHEET_RECOMMEND_ENGINE_H_
#define BROADSHEET_RECOMMEND_ENGINE_H_

#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/position.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "common/call_context.h"
#include "recommend/fair_shared_mutex.h"
#include "recommend/paper_analysis.h"
#include "recommend/position_gate.h"
#include "recommend/read_model.h"

namespace broadsheet::recommend {

// A row of storage, made ready.
using Row = std::variant<AnalyzedPaper, v1::Event, v1::Submission, Retracted,
                         ErasedReader, v1::EditionRow, internal::v1::Artifact,
                         internal::v1::PaperVector, DeletedEncoder>;

void ApplyRow(const Row& row, ReadModel* model);

// The read model that answers are made from, shared between many readers and
// one writer, and replaced as a whole on a reload. Thread-safe.
class Engine {
 private:
  struct Shared {
    explicit Shared(std::unique_ptr<ReadModel> content)
        : model(std::move(content)) {}
    FairSharedMutex mu;
    std::unique_ptr<ReadModel> model;  // GUARDED_BY(mu)
  };

 public:
  // A look at the model: while it lives nothing changes, so keep it short.
  class View {
   public:
    explicit View(std::shared_ptr<Shared> shared)
        : shared_(std::move(shared)), lock_(shared_->mu) {}
    const ReadModel& operator*() const { return *shared_->model; }
    const ReadModel* operator->() const { return shared_->model.get(); }

   private:
    std::shared_ptr<Shared> shared_;
    std::shared_lock<FairSharedMutex> lock_;
  };

  // Empty and not ready.
  explicit Engine(const ReadModelOptions& options);

  // Switches to another model; answers under way end on the old one.
  void Replace(std::unique_ptr<ReadModel> model);
  // Applies rows in order, then moves the horizon on. Long batches go in
  // slices, so that no answer waits over a few milliseconds. One thread only.
  void Apply(const std::vector<Row>& rows, const v1::Position& horizon);

  // Changes what is not rows (the models), for some milliseconds at most: no
  // answer is made meanwhile.
  void Mutate(const std::function<void(ReadModel*)>& change);

  // Ready: as caught up as can be. Once ready, it stays so.
  void SetReady();
  bool ready() const;
  // How far the follower is behind storage, by its last message.
  struct Progress {
    int64_t changes_behind = 0;
    // When it last had all that storage knew.
    absl::Time caught_up_at = absl::InfinitePast();
  };
  void SetProgress(int64_t changes_behind, absl::Time now);
  Progress progress() const;
  // What the follower does, for people.
  void SetActivity(std::string activity);
  std::string activity() const;

  // OK when the commit `min_position` is inside; UNAVAILABLE (reason BEHIND)
  // when it is not yet, or (NOT_READY) before SetReady; FAILED_PRECONDITION
  // (reason EPOCH_CHANGED) when it never will be. A position without an epoch
  // asks for nothing.
  absl::Status Check(const v1::Position& min_position) const;
  // Calls `resume`, once, from any thread, when Check need not wait any longer:
  // at the latest shortly before the call's deadline, or after 1 s. No thread
  // is held meanwhile. `resume` must not block.
  void Await(const CallContext& call, const v1::Position& min_position,
             std::function<void()> resume);
  // Calls that wait for a position now.
  size_t waiting() const { return gate_.waiting(); }
  View Read() const;

 private:
  void PublishHorizon(const v1::Position& horizon);

  PositionGate gate_;
  mutable std::mutex mu_;
  std::shared_ptr<Shared> shared_;  // GUARDED_BY(mu_)
  v1::Position horizon_;            // GUARDED_BY(mu_)
  bool ready_ = false;              // GUARDED_BY(mu_)
  Progress progress_;               // GUARDED_BY(mu_)
  std::string activity_;            // GUARDED_BY(mu_)
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENGINE_H_
