// broadsheet-ingest: takes papers and events in, normalises them, has storage
// keep them.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/service_app.h"
#include "ingest/grpc_store.h"
#include "ingest/ingest_service.h"
#include "ingest/statistics_keeper.h"

namespace broadsheet::ingest {
namespace {

struct Settings {
  std::string storage = "127.0.0.1:8091";
  std::string contact;
  bool allow_private_harvest = false;
  absl::Duration harvest_interval = absl::Seconds(3);
};

void AddFlags(FlagSet* flags, Settings* settings) {
  flags->Add("--storage", &settings->storage, "Address of storage");
  flags->Add("--contact", &settings->contact,
             "E-mail address or URL for the servers that are harvested");
  flags->Add("--allow-private-harvest", &settings->allow_private_harvest,
             "Harvest from private addresses, too");
  flags->Add("--harvest-interval", &settings->harvest_interval,
             "Between two requests to one host");
}

std::string UserAgent(const std::string& contact) {
  if (contact.empty()) return "Broadsheet";
  return absl::StrCat("Broadsheet (", contact, ")");
}

int Serve(ServiceApp* app, const Settings& settings) {
  const auto store = MakeGrpcStore(settings.storage, app->tls());
  IngestMetrics metrics(&app->metrics());
  const auto checkpoints = MakeGrpcCheckpoints(settings.storage, app->tls());
  TermStatistics statistics;
  StatisticsKeeper keeper(&statistics, checkpoints.get(), &app->log());
  const Backend backend = {.store = store.get(),
                           .clock = &app->clock(),
                           .metrics = &metrics,
                           .timing = Timing::Real(),
                           .retry = {},
                           .batches = {},
                           .statistics = &statistics};
  const auto fetcher =
      MakeCurlFetcher({.user_agent = UserAgent(settings.contact),
                       .allow_private = settings.allow_private_harvest});
  HostPacer pacer(settings.harvest_interval, &app->clock(), Timing::Real());
  const Harvester harvester({}, fetcher.get(), &pacer, &app->clock(),
                            Timing::Real());
  HarvestRunner harvests(backend, &harvester, &app->log());
  IngestServer server(backend, &harvests, app->rpcs());
  app->AddService<v1::IngestService>(&server);
  app->OnDrain([&harvests] { harvests.Stop(); });
  app->SetReady(true);
  return app->Run();
}

}  // namespace
}  // namespace broadsheet::ingest

int main(int argc, char** argv) {
  broadsheet::ServiceApp app({.name = "ingest",
                              .port = 8092,
                              .description = "Takes in papers and events.",
                              .peers = "gateway"});
  broadsheet::ingest::Settings settings;
  broadsheet::ingest::AddFlags(&app.flags(), &settings);
  if (auto code = app.Parse(argc, argv)) return *code;
  return broadsheet::ingest::Serve(&app, settings);
}
