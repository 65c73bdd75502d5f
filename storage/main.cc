#include "common/service_app.h"
#include "storage/options.h"
#include "storage/server.h"

int main(int argc, char** argv) {
  broadsheet::ServiceApp app({.name = "storage",
                              .port = 8091,
                              .description = "Keeps what is true.",
                              .peers = "ingest,recommend,trainer,"
                                       "gateway,digest"});
  broadsheet::storage::Options options;
  broadsheet::storage::AddFlags(&options, &app.flags());
  if (auto code = app.Parse(argc, argv)) return *code;
  if (absl::Status valid = Validate(options); !valid.ok()) {
    return app.Fail(valid);
  }
  absl::Status prepared = PrepareDatabase(options, app.log());
  if (!prepared.ok()) return app.Fail(prepared);
  broadsheet::storage::Server server(options, &app);
  if (absl::Status started = server.Start(); !started.ok()) {
    return app.Fail(started);
  }
  return app.Run();
}
