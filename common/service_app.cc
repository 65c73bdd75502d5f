#include "common/service_app.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/host_port.h"
#include "common/http_server.h"
#include "common/idle_ticker.h"
#include "common/mutex_mode.h"
#include "common/probe.h"
#include "common/process_priority.h"
#include "common/silence_watch.h"
#include "common/tls_flags.h"
#include "grpc/support/log.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace broadsheet {
namespace {

// Larger than any batch that the contracts allow.
constexpr int kMaxMessageBytes = 16 << 20;
constexpr int kMetricsPortOffset = 1000;
constexpr int kUsageError = 2;
// Shutdown waits for each call's end, whatever its deadline; this long after
// the grace it is too late.
constexpr absl::Duration kEndReserve = absl::Seconds(5);
constexpr int kStuck = 3;

// SIGTERM and SIGINT are only ever taken by sigwait, in Run. Blocked before any
// thread starts, so that all threads inherit the mask.
sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

void BlockSignals() {
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

// Written aside and renamed: a reader never sees half a number.
absl::Status WritePortFile(const std::string& path, int port) {
  const std::string aside = path + ".new";
  std::ofstream file(aside);
  file << port << "\n";
  file.close();
  if (!file || std::rename(aside.c_str(), path.c_str()) != 0) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "PORT_FILE",
                     absl::StrCat("cannot write --port-file ", path));
  }
  return absl::OkStatus();
}

HttpResponse TextResponse(int status, std::string body) {
  return {
      status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}

}  // namespace

struct ServiceApp::Impl {
  explicit Impl(Identity who)
      : identity(std::move(who)),
        flags("broadsheet-" + identity.name, identity.description),
        listen(absl::StrCat("127.0.0.1:", identity.port)),
        tls(identity.name, identity.peers) {}

  void AddFlags() {
    flags.Add("--listen", &listen, "HOST:PORT of the gRPC server");
    flags.Add("--metrics-listen", &metrics_listen,
              "HOST:PORT of /metrics, /healthz and /readyz; default: the gRPC "
              "port + 1000");
    flags.Add("--probe", &probe,
              "ask a running service with the same flags whether it is ready: "
              "exit code 0 when it is, 1 when not");
    flags.Add("--port-file", &port_file, "file to write the gRPC port to");
    flags.Add("--log-level", &log_level, "debug, info, warning or error");
    tls.AddTo(&flags);
    flags.Add("--nice", &identity.nice,
              "how far other processes go first, 0 to 19");
    flags.Add("--reflection", &reflection, "serve gRPC reflection");
    flags.Add("--workers", &rpc.workers, "threads that answer calls");
    flags.Add("--drain", &drain,
              "time between becoming not ready and refusing calls");
    flags.Add("--grace", &grace, "time that running calls get to end");
    flags.Add("--connection-age", &connection_age,
              "time after which clients are asked to connect anew, for a "
              "balancer in front that spreads connections; 0: never");
  }

  absl::Status CheckFlags() const;
  std::string MetricsAddress() const;
  void GiveWay() const;
  void StartWorkers();
  absl::Status StartServer();
  absl::Status StartAdmin();
  HttpResponse Answer(const HttpRequest& request);
  void ApplyReady();
  void Drain();

  Identity identity;
  FlagSet flags;
  std::string listen;
  std::string metrics_listen;
  bool probe = false;
  std::string port_file;
  std::string log_level = "info";
  bool reflection = true;
  absl::Duration drain = absl::Milliseconds(300);
  absl::Duration grace = absl::Seconds(5);
  absl::Duration connection_age;
  RpcRuntime::Options rpc;
  TlsFlags tls;

  SystemClock clock;
  Metrics metrics;
  std::unique_ptr<Logger> log;
  std::unique_ptr<RpcRuntime> runtime;
  std::unique_ptr<Rpcs> rpcs;

  std::vector<std::pair<grpc::Service*, std::string>> services;
  std::vector<std::function<void()>> stops;
  std::unique_ptr<grpc::Server> server;  // Set under ready_mu.
  std::unique_ptr<IdleTicker> ticker;
  std::unique_ptr<HttpServer> admin;

  // Keeps what gRPC's health service was told in the order of the flags.
  std::mutex ready_mu;
  std::atomic<bool> ready{false};
  std::atomic<bool> draining{false};
};

absl::Status ServiceApp::Impl::CheckFlags() const {
  if (rpc.workers < 1 || rpc.workers > 1000) {
    return InvalidField("--workers", "must be 1 to 1000");
  }
  if (identity.nice < 0 || identity.nice > 19) {
    return InvalidField("--nice", "must be 0 to 19");
  }
  if (!Logger::IsLevel(log_level)) {
    return InvalidField("--log-level", "must be debug, info, warning or error");
  }
  if (drain < absl::ZeroDuration() || grace < absl::ZeroDuration()) {
    return InvalidField("--drain and --grace", "must not be negative");
  }
  if (connection_age < absl::ZeroDuration() ||
      connection_age > absl::Hours(24)) {
    return InvalidField("--connection-age", "must be 0 to 24h");
  }
  return absl::OkStatus();
}

std::string ServiceApp::Impl::MetricsAddress() const {
  return metrics_listen.empty() ? MovePort(listen, kMetricsPortOffset)
                                : metrics_listen;
}

// At 0 it stays what whoever started this has made it.
void ServiceApp::Impl::GiveWay() const {
  if (identity.nice == 0) return;
  const absl::Status status = LetOthersGoFirst(identity.nice);
  if (!status.ok()) log->Warning(std::string(status.message()));
}

void ServiceApp::Impl::StartWorkers() {
  // What a thread begins inherits from it, and nothing else here shall.
  std::thread([this] {
    if (identity.workers_nice > 0) {
      LetOtherThreadsGoFirst(identity.workers_nice);
    }
    runtime = std::make_unique<RpcRuntime>(rpc, log.get(), &metrics);
  }).join();
}

absl::Status ServiceApp::Impl::StartServer() {
  grpc::EnableDefaultHealthCheckService(true);
  if (reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(listen, tls.ServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  if (connection_age > absl::ZeroDuration()) {
    builder.AddChannelArgument(
        GRPC_ARG_MAX_CONNECTION_AGE_MS,
        static_cast<int>(absl::ToInt64Milliseconds(connection_age)));
  }
  // The pings of MakeChannel are allowed, and a peer that vanished is noticed.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10000);
  // Two servers on one port would share its connections unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  for (const auto& [service, name] : services) builder.RegisterService(service);
  auto built = builder.BuildAndStart();
  if (built == nullptr || port == 0) {
    return MakeError(absl::StatusCode::kUnavailable, "ADDRESS_TAKEN",
                     absl::StrCat("cannot listen on ", listen,
                                  "; is another process using the port?"));
  }
  {
    std::lock_guard<std::mutex> lock(ready_mu);
    server = std::move(built);
  }
  ticker = std::make_unique<IdleTicker>(server.get());
  ApplyReady();
  log->Info("serving", {{"listen", listen},
                        {"port", absl::StrCat(port)},
                        {"tls", tls.identity() == nullptr ? "off" : "on"}});
  return port_file.empty() ? absl::OkStatus() : WritePortFile(port_file, port);
}

absl::Status ServiceApp::Impl::StartAdmin() {
  HttpServerOptions options;
  options.listen = MetricsAddress();
  options.threads = 1;
  options.max_connections = 64;
  auto started = HttpServer::Start(
      options,
      [this](HttpRequest request, auto done) { done(Answer(request)); });
  if (!started.ok()) return started.status();
  admin = *std::move(started);
  return absl::OkStatus();
}

HttpResponse ServiceApp::Impl::Answer(const HttpRequest& request) {
  if (request.target == "/metrics") {
    tls.Measure(&metrics);
    return {200,
            {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
            metrics.Text()};
  }
  if (request.target == "/healthz") return TextResponse(200, "alive\n");
  if (request.target == "/readyz") {
    if (draining) return TextResponse(503, "draining\n");
    return ready ? TextResponse(200, "ready\n")
                 : TextResponse(503, "not ready\n");
  }
  return TextResponse(404, "try /metrics, /healthz or /readyz\n");
}

void ServiceApp::Impl::ApplyReady() {
  std::lock_guard<std::mutex> lock(ready_mu);
  if (server == nullptr) return;
  auto* health = server->GetHealthCheckService();
  if (health == nullptr) return;
  const bool serving = ready && !draining;
  // "" is the whole server: live for as long as it answers at all.
  health->SetServingStatus("", true);
  for (const auto& [service, name] : services) {
    health->SetServingStatus(name, serving);
  }
}

void ServiceApp::Impl::Drain() {
  log->Info("draining");
  draining = true;
  ApplyReady();
  // Clients that check health leave before calls are refused.
  absl::SleepFor(drain);
  for (const auto& stop : stops) stop();
  ticker.reset();
  const SilenceWatch end(grace + kEndReserve, [this] {
    log->Error("calls do not end; stopping all the same");
    std::_Exit(kStuck);
  });
  server->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  runtime->Stop();
  // Scrapes use what the caller of Run is about to destroy.
  admin.reset();
  log->Info("stopped");
}

ServiceApp::ServiceApp(Identity identity)
    : impl_(std::make_unique<Impl>(std::move(identity))) {
  ForgoDeadlockDetection();
  BlockSignals();
  impl_->AddFlags();
}

ServiceApp::~ServiceApp() = default;

FlagSet& ServiceApp::flags() { return impl_->flags; }

std::optional<int> ServiceApp::Parse(int argc, char** argv) {
  if (auto code = impl_->flags.Parse(argc, argv)) return code;
  absl::Status status = impl_->CheckFlags();
  // A probe speaks HTTP; it is not the certificate's to say who is ready.
  if (status.ok() && impl_->probe) {
    return ProbeExitCode(impl_->MetricsAddress());
  }
  if (status.ok()) status = impl_->tls.Load();
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
    return kUsageError;
  }
  impl_->rpc.peers = impl_->tls.peers();
  impl_->log = std::make_unique<Logger>(impl_->identity.name, impl_->log_level);
  impl_->GiveWay();
  impl_->StartWorkers();
  impl_->rpcs = std::make_unique<Rpcs>(impl_->runtime.get());
  Metrics::Gauge& queued =
      impl_->metrics.MakeGauge("rpc_queued", "Calls that wait for a thread");
  impl_->metrics.BeforeText([&queued, runtime = impl_->runtime.get()] {
    queued.Set(static_cast<double>(runtime->queued()));
  });
  return std::nullopt;
}

const Logger& ServiceApp::log() const { return *impl_->log; }
Metrics& ServiceApp::metrics() { return impl_->metrics; }
const Clock& ServiceApp::clock() const { return impl_->clock; }
Rpcs* ServiceApp::rpcs() { return impl_->rpcs.get(); }
std::string ServiceApp::listen_address() const { return impl_->listen; }
std::shared_ptr<const TlsIdentity> ServiceApp::tls() const {
  return impl_->tls.identity();
}

void ServiceApp::AddService(grpc::Service* service,
                            const std::string& full_name) {
  impl_->services.emplace_back(service, full_name);
}

void ServiceApp::SetReady(bool ready) {
  if (impl_->ready.exchange(ready) == ready) return;
  impl_->ApplyReady();
  impl_->log->Info(ready ? "ready" : "not ready");
}

void ServiceApp::OnDrain(std::function<void()> stop) {
  impl_->stops.push_back(std::move(stop));
}

int ServiceApp::Run() {
  if (absl::Status status = impl_->StartAdmin(); !status.ok()) {
    return Fail(status);
  }
  if (absl::Status status = impl_->StartServer(); !status.ok()) {
    impl_->admin.reset();
    return Fail(status);
  }
  const sigset_t set = StopSignals();
  int signal = 0;
  sigwait(&set, &signal);
  impl_->Drain();
  return 0;
}

void ServiceApp::RequestStop() { kill(getpid(), SIGTERM); }

int ServiceApp::Fail(const absl::Status& status) const {
  if (impl_->log != nullptr) {
    impl_->log->Error("cannot run", {{"error", std::string(status.message())}});
  }
  return 1;
}

}  // namespace broadsheet
