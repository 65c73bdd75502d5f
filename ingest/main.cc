// broadsheet-ingest: takes papers and events in, normalises them, has storage
// keep them.

#include <memory>
#include <string>

#include "common/service_app.h"
#include "ingest/enriching.h"
#include "ingest/grpc_store.h"
#include "ingest/harvesting.h"
#include "ingest/ingest_service.h"
#include "ingest/statistics_keeper.h"

namespace broadsheet::ingest {
namespace {

struct Settings {
  std::string storage = "127.0.0.1:8091";
  HarvestSettings harvest;
  EnrichSettings enrich;
};

void AddFlags(FlagSet* flags, Settings* settings) {
  flags->Add("--storage", &settings->storage, "Address of storage");
  AddHarvestFlags(flags, &settings->harvest);
  AddEnrichFlags(flags, &settings->enrich);
}

int Serve(ServiceApp* app, const Settings& settings) {
  const auto channel = MakeStoreChannel(settings.storage, app->tls());
  const auto store = MakeGrpcStore(channel);
  IngestMetrics metrics(&app->metrics());
  Checkpoints checkpoints(channel);
  TermStatistics statistics;
  StatisticsKeeper keeper(&statistics, &checkpoints, &app->log());
  const Backend backend = {.store = store.get(),
                           .clock = &app->clock(),
                           .metrics = &metrics,
                           .timing = Timing::Real(),
                           .statistics = &statistics};
  const auto harvesting =
      Harvesting::Make(settings.harvest, backend, channel, &app->log());
  if (!harvesting.ok()) return app->Fail(harvesting.status());
  const auto enriching = Enriching::Make(settings.enrich, settings.harvest,
                                         backend, channel, &app->log());
  if (!enriching.ok()) return app->Fail(enriching.status());
  IngestServer server((*harvesting)->parts(), (*harvesting)->schedules(),
                      (*harvesting)->runner(), (*harvesting)->papers(),
                      app->rpcs());
  app->AddService<v1::IngestService>(&server);
  app->OnDrain([&harvesting, &enriching] {
    (*enriching)->Stop();
    (*harvesting)->Stop();
  });
  (*harvesting)->Start();
  (*enriching)->Start();
  app->SetReady(true);
  return app->Run();
}

}  // namespace
}  // namespace broadsheet::ingest

int main(int argc, char** argv) {
  broadsheet::ServiceApp app({.name = "ingest",
                              .port = 8092,
                              .description = "Takes in papers and events.",
                              .peers = "gateway",
                              // Readers do not wait for a load.
                              .nice = 5});
  broadsheet::ingest::Settings settings;
  broadsheet::ingest::AddFlags(&app.flags(), &settings);
  if (auto code = app.Parse(argc, argv)) return *code;
  return broadsheet::ingest::Serve(&app, settings);
}
