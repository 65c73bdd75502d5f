#ifndef BROADSHEET_RECOMMEND_MODEL_KEEPER_H_
#define BROADSHEET_RECOMMEND_MODEL_KEEPER_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "common/call_context.h"
#include "common/logger.h"
#include "recommend/artifact_cache.h"
#include "recommend/engine.h"

namespace broadsheet::recommend {

// Puts the promoted model into use: fetches it, builds the vectors of all
// papers beside the model in use, switches. What cannot be fetched or read is
// tried again, and the old model stays meanwhile. Thread-safe.
class ModelKeeper {
 public:
  struct Options {
    // Between two looks at what is promoted.
    absl::Duration interval = absl::Milliseconds(200);
    // The longest pause after a failure.
    absl::Duration longest_backoff = absl::Seconds(30);
    // How long lists that began on the model before may go on.
    absl::Duration keep_previous = absl::Minutes(30);
    // Work ends when this is cancelled; Stop cancels it.
    CallContext call = CallContext();
  };

  // Pointers must outlive this.
  ModelKeeper(Engine* engine, ArtifactCache* cache, const Logger& log,
              const Options& options);
  ~ModelKeeper();

  // Puts the promoted model into a read model that nobody else uses yet: with
  // the vectors of its segment when it has them.
  // Without success it stays without one, and the thread goes on trying.
  void Prepare(ReadModel* model);

  // Starts the thread. Once.
  void Start();
  // Ends it. Idempotent. From the thread that started it.
  void Stop();

  // Does what the thread does at each interval. For the thread, and for tests.
  absl::Status Step();

 private:
  absl::StatusOr<std::shared_ptr<ServingModel>> Open(
      const internal::v1::Artifact& artifact);
  bool LoadVectors(const ReadModel& model, ServingModel* serving);
  absl::Status Build(const std::shared_ptr<ServingModel>& next);
  // One round over all papers, in slices; false when `next` is not wanted any
  // more.
  template <class AddPapers>
  bool ForSlices(const std::shared_ptr<ServingModel>& next, AddPapers add);
  void Run();
  bool Pause(absl::Duration duration);

  Engine* engine_;
  ArtifactCache* cache_;
  Logger log_;
  const Options options_;
  const CallContext call_;
  std::mutex opening_;  // The cache is used by one at a time.
  absl::Time switched_at_ = absl::InfinitePast();  // Of the thread alone.

  std::mutex mu_;
  std::condition_variable wake_;
  bool stopping_ = false;  // GUARDED_BY(mu_)
  std::thread thread_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODEL_KEEPER_H_
