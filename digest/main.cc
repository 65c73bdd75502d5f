// broadsheet-digest: papers in the inbox. Any number of processes share the
// work; storage keeps who gets what.
#include "common/service_app.h"
#include "digest/digest.h"
#include "digest/options.h"

int main(int argc, char** argv) {
  broadsheet::ServiceApp app({.name = "digest",
                              .port = 8094,
                              .description = "Papers in the inbox.",
                              .peers = "gateway"});
  broadsheet::digest::Options options;
  broadsheet::digest::AddFlags(&options, &app.flags());
  if (const auto code = app.Parse(argc, argv)) return *code;
  auto digest = broadsheet::digest::Digest::Make(options, &app);
  if (!digest.ok()) return app.Fail(digest.status());
  app.OnDrain([&] { (*digest)->Stop(); });
  (*digest)->Start();
  app.SetReady(true);
  return app.Run();
}
