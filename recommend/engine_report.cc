#include "recommend/engine_report.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "recommend/vector_keeper.h"

namespace broadsheet::recommend {
namespace {

// Heartbeats come this often at least; a younger one means no delay.
constexpr absl::Duration kHeartbeat = absl::Milliseconds(500);

double SecondsBehind(const Engine::Progress& progress, absl::Time now) {
  const absl::Duration since = now - progress.caught_up_at;
  if (since < kHeartbeat || progress.caught_up_at == absl::InfinitePast()) {
    return 0;
  }
  return absl::ToDoubleSeconds(since);
}

}  // namespace

void DescribeEngine(const Engine& engine, absl::Time now,
                    v1::GetStatusResponse* status) {
  status->set_ready(engine.ready());
  status->set_activity(engine.activity());
  const Engine::Progress progress = engine.progress();
  status->set_changes_behind(progress.changes_behind);
  status->set_seconds_behind(SecondsBehind(progress, now));
  status->set_calls_waiting(static_cast<int32_t>(engine.waiting()));
  const auto model = engine.Read();
  status->set_papers(model->catalogue().papers());
  status->set_readers(model->readers().size());
  status->set_events(model->events());
  *status->mutable_position() = model->LastInside();
}

void ReportEngine(const Engine* engine, const std::string& model_version,
                  const Clock* clock, Metrics* metrics) {
  const auto gauge = [metrics](const char* name, const char* help) {
    return &metrics->MakeGauge(name, help);
  };
  auto* ready = gauge("recommend_ready", "1 when lists can be made");
  auto* papers = gauge("recommend_papers", "Papers in memory");
  auto* readers = gauge("recommend_readers", "Readers in memory");
  auto* events = gauge("recommend_events", "Events in memory");
  auto* changes = gauge("recommend_feed_lag_changes",
                        "Changes known to storage and not applied");
  auto* seconds = gauge("recommend_feed_lag_seconds",
                        "Time since all that storage knew was applied");
  auto* waiting =
      gauge("recommend_calls_waiting", "Calls that wait for their position");
  metrics
      ->MakeGauge("recommend_model_info", "The model that makes lists",
                  {{"version", model_version}})
      .Set(1);
  metrics->BeforeText([=] {
    v1::GetStatusResponse status;
    DescribeEngine(*engine, clock->Now(), &status);
    ready->Set(status.ready() ? 1 : 0);
    papers->Set(static_cast<double>(status.papers()));
    readers->Set(static_cast<double>(status.readers()));
    events->Set(static_cast<double>(status.events()));
    changes->Set(static_cast<double>(status.changes_behind()));
    seconds->Set(status.seconds_behind());
    waiting->Set(status.calls_waiting());
  });
}

void ReportEncoder(const VectorKeeper* keeper, Metrics* metrics) {
  auto* encoded =
      &metrics->MakeGauge("recommend_papers_encoded",
                          "Papers with a vector by the embedding server");
  auto* left =
      &metrics->MakeGauge("recommend_papers_unencoded",
                          "Papers that wait for a vector, or were refused one");
  metrics->BeforeText([=] {
    const v1::EncoderStatus status = keeper->status();
    encoded->Set(static_cast<double>(status.papers()));
    left->Set(static_cast<double>(status.papers_left()));
  });
}

}  // namespace broadsheet::recommend
