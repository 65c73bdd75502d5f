#ifndef BROADSHEET_COMMON_SERVICE_APP_H_
#define BROADSHEET_COMMON_SERVICE_APP_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/clock.h"
#include "common/flags.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "common/rpc.h"
#include "common/tls_identity.h"

namespace grpc {
class Service;
}

namespace broadsheet {

// The frame of every service's main():
//
//   int main(int argc, char** argv) {
//     broadsheet::ServiceApp app({.name = "storage", .port = 8091,
//                                 .description = "Keeps what is true.",
//                                 .peers = "ingest,gateway"});
//     std::string database;
//     app.flags().Add("--database", &database, "libpq URL");
//     if (auto code = app.Parse(argc, argv)) return *code;
//     Store store(database, app.log());
//     StoreService service(&store, app.rpcs());
//     app.AddService<internal::v1::PaperStoreService>(&service);
//     app.SetReady(true);
//     return app.Run();
//   }
//
// It owns flags, log, metrics, executors, the gRPC server with TLS, health,
// reflection and the cure of the callback API's idle stall, the HTTP port for
// /metrics, /healthz (live) and /readyz (ready), and the drain on SIGTERM and
// SIGINT: not ready, wait, refuse new calls, let the running ones end, stop.
class ServiceApp {
 public:
  struct Identity {
    std::string name;
    int port;
    std::string description;
    // Who may call it under TLS: the default of --tls-peers.
    std::string peers;
    // How far other processes go first, the default of --nice.
    int nice = 0;
    // How far threads that answer calls let the process's others go first.
    int workers_nice = 0;
  };

  explicit ServiceApp(Identity identity);
  ~ServiceApp();

  FlagSet& flags();
  // Reads flags and environment. A value is the exit code to end with.
  std::optional<int> Parse(int argc, char** argv);

  // All below: only after Parse.
  const Logger& log() const;
  Metrics& metrics();
  const Clock& clock() const;
  Rpcs* rpcs();
  // Where the gRPC server will listen.
  std::string listen_address() const;
  // For the channels to other services; null without TLS.
  std::shared_ptr<const TlsIdentity> tls() const;

  // `Definition` is the generated class that names the service (v1::XService);
  // `service` implements it and must outlive Run.
  template <class Definition>
  void AddService(grpc::Service* service) {
    AddService(service, Definition::service_full_name());
  }
  // The same for "broadsheet.v1.XService".
  void AddService(grpc::Service* service, const std::string& full_name);
  // Ready decides gRPC health and /readyz. Thread-safe; before or during Run.
  void SetReady(bool ready);
  // Called when the drain begins (from the main thread): stop background work,
  // end long streams.
  void OnDrain(std::function<void()> stop);
  // Serves until a signal; answers the exit code. 1 when the port is taken.
  int Run();
  // Ends Run as a signal would. Thread-safe.
  void RequestStop();

  // Logs what failed as an error, answers 1.
  int Fail(const absl::Status& status) const;

 private:
  struct Impl;

  std::unique_ptr<Impl> impl_;
};

}  // namespace broadsheet

#endif  // BROADSHEET_COMMON_SERVICE_APP_H_
