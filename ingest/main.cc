// broadsheet-ingest: takes papers and events in, normalises them, has storage
// keep them.

#include <string>

#include "common/service_app.h"
#include "ingest/grpc_store.h"
#include "ingest/ingest_service.h"

int main(int argc, char** argv) {
  using namespace broadsheet;  // NOLINT(google-build-using-namespace)
  ServiceApp app({.name = "ingest",
                  .port = 8092,
                  .description = "Takes in papers and events."});
  std::string storage = "127.0.0.1:8091";
  app.flags().Add("--storage", &storage, "Address of storage");
  if (auto code = app.Parse(argc, argv)) return *code;

  const auto store = ingest::MakeGrpcStore(storage);
  ingest::IngestMetrics metrics(&app.metrics());
  const ingest::Backend backend = {.store = store.get(),
                                   .clock = &app.clock(),
                                   .metrics = &metrics,
                                   .timing = ingest::Timing::Real(),
                                   .retry = {},
                                   .batches = {}};
  ingest::IngestServer server(backend, app.rpcs());
  app.AddService<v1::IngestService>(&server);
  app.SetReady(true);
  return app.Run();
}
