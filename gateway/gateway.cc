#include "gateway/gateway.h"

#include <sodium.h>

#include <algorithm>
#include <fstream>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/executor.h"
#include "common/http_server.h"
#include "common/secret_file.h"
#include "gateway/accounts/account_api.h"
#include "gateway/accounts/credential_api.h"
#include "gateway/accounts/grpc_stores.h"
#include "gateway/accounts/provider_api.h"
#include "gateway/accounts/session_maker.h"
#include "gateway/api/hf_routes.h"
#include "gateway/api/hf_writes.h"
#include "gateway/api/rest_routes.h"
#include "gateway/balancer/addresses.h"
#include "gateway/balancer/recommenders.h"
#include "gateway/balancer/replica_set.h"
#include "gateway/catalogue_watch.h"
#include "gateway/comments/comment_api.h"
#include "gateway/comments/submission_api.h"
#include "gateway/degrading_backend.h"
#include "gateway/feeds/feed_routes.h"
#include "gateway/feeds/feed_tokens.h"
#include "gateway/grpc_backend.h"
#include "gateway/house_methods.h"
#include "gateway/http/router.h"
#include "gateway/identity.h"
#include "gateway/limits/write_limiter.h"
#include "gateway/mcp/mcp_routes.h"
#include "gateway/method_table.h"
#include "gateway/oidc/provider_options.h"
#include "gateway/oidc/sign_in_providers.h"
#include "gateway/public_api.h"
#include "gateway/rpc/caller.h"
#include "gateway/rpc/list_forwarder.h"
#include "gateway/rpc/services.h"
#include "gateway/substitutes.h"
#include "gateway/system_status.h"
#include "gateway/web/pages.h"
#include "grpcpp/impl/service_type.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kWaitingRequests = 1024;
constexpr int kMostIoThreads = 16;
constexpr char kVersion[] = BROADSHEET_VERSION;

absl::StatusOr<Authenticator::Options> ReadSecrets(
    const GatewayOptions& options) {
  Authenticator::Options secrets;
  if (!options.operator_token_file.empty()) {
    auto token = ReadSecretFile(options.operator_token_file);
    if (!token.ok()) return token.status();
    secrets.operator_token = *std::move(token);
  }
  if (options.secret_file.empty()) {
    secrets.secret = MakeToken();
    return secrets;
  }
  auto secret = ReadSecretFile(options.secret_file);
  if (!secret.ok()) return secret.status();
  secrets.secret = *std::move(secret);
  return secrets;
}

absl::Status WritePort(const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  std::ofstream file(path, std::ios::trunc);
  file << port << "\n";
  file.close();
  if (file) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, "BAD_PORT_FILE",
                   absl::StrCat(path, ": cannot be written"));
}

RateLimiter::Options LimiterOptions(const GatewayOptions& options) {
  return {static_cast<double>(options.rate_per_minute), options.rate_burst};
}

Router::Options RouterOptions(const GatewayOptions& options,
                              RateLimiter* limiter, PageCache* cache) {
  Router::Options router;
  router.origins = OriginPolicy(options.allowed_hosts);
  router.cors = CorsPolicy(options.cors_origins);
  router.limiter = limiter;
  router.cache = cache;
  router.proxies = options.proxies;
  return router;
}

}  // namespace

// In the order of their dependence: the later ones use the earlier ones.
struct Gateway::Parts {
  Parts(const GatewayOptions& options, std::unique_ptr<AddressSource> addresses,
        Authenticator::Options secrets, std::vector<OidcProviderOptions> openid,
        absl::TimeZone zone, ServiceApp* app)
      : houses(options.houses),
        replicas(std::move(addresses), ReplicaConnector(options.houses.tls),
                 &app->clock(), &app->metrics(), &app->log()),
        recommenders(&replicas, &app->metrics()),
        grpc(&houses, &recommenders, &app->clock()),
        substitutes(&grpc),
        backend(&grpc, &substitutes),
        feed_tokens(secrets.secret),
        visitor_secret(secrets.secret),
        authenticator(std::move(secrets), &backend, &app->clock()),
        status(&backend, &app->clock(), kVersion),
        stores(&houses),
        passwords(Passwords::Options()),
        account_mail(&backend, options.site),
        sessions(&stores, &app->clock()),
        accounts(&stores, &passwords, &account_mail, &authenticator, &sessions,
                 &app->clock()),
        providers(std::move(openid), options.site, &app->clock(), &app->log()),
        provider_api(&providers, &stores, &account_mail, &sessions,
                     visitor_secret, &app->clock()),
        credentials(&stores, &authenticator, &app->clock()),
        comments(&stores, &backend, &app->clock()),
        missing(&backend, &app->clock()),
        submissions(&stores, &backend, &missing, &app->clock(), zone,
                    options.submissions),
        write_limiter(WriteLimiter::Options(), &app->clock()),
        api(&backend, &status),
        executor(options.http_workers, kWaitingRequests),
        caller{app->rpcs(), &authenticator, &methods},
        forwarder(app->rpcs(), &authenticator, &recommenders, &substitutes,
                  &executor, &app->clock()),
        limiter(LimiterOptions(options), &app->clock()),
        watch(&backend),
        cache(
            PageCache::Options(), [this] { return watch.Generation(); },
            &app->clock()),
        router(RouterOptions(options, &limiter, &cache), &authenticator,
               &executor, &app->metrics(), &app->log()) {
    api.Register(&methods);
    RegisterHouseMethods(&methods, &houses, &recommenders, &app->clock());
    accounts.Register(&methods);
    provider_api.Register(&methods);
    credentials.Register(&methods);
    comments.Register(&methods);
    submissions.Register(&methods);
    methods.SetLimiter(&write_limiter);
    services = AddServices(caller, &forwarder, &houses, app);
    RegisterRestRoutes(&router, &methods, &forwarder);
    RegisterHuggingFaceRoutes(&router, &backend, &methods);
    RegisterHuggingFaceWrites(&router, &backend, &stores, &missing, &methods);
    PageDependencies pages;
    pages.backend = &backend;
    pages.authenticator = &authenticator;
    pages.clock = &app->clock();
    pages.zone = zone;
    pages.status = [this](const CallContext& call) { return status.Get(call); };
    pages.methods = &methods;
    pages.site = std::string(absl::StripSuffix(options.site, "/"));
    pages.katex_folder = options.katex_folder;
    pages.visitor_secret = visitor_secret;
    pages.feed_token = [this](const std::string& reader) {
      return feed_tokens.Make(reader);
    };
    RegisterPages(router, pages);
    RegisterMcp(&router, &methods);
    RegisterFeeds(&router, &backend, &feed_tokens, &authenticator);
    router.Add("GET", "/healthz", [](HttpCall&) {
      return TextAnswer(200, "text/plain; charset=utf-8", "ok\n");
    });
  }

  // Queued requests use the router and answer through the HTTP server; so do
  // those that wait for a recommender, which they use too.
  ~Parts() {
    executor.Stop();
    http.reset();
    router.Stop();
  }

  HouseStubs houses;
  ReplicaSet replicas;
  Recommenders recommenders;
  GrpcBackend grpc;
  Substitutes substitutes;
  DegradingBackend backend;
  FeedTokens feed_tokens;
  std::string visitor_secret;
  Authenticator authenticator;
  SystemStatus status;
  GrpcStores stores;
  Passwords passwords;
  AccountMail account_mail;
  SessionMaker sessions;
  AccountApi accounts;
  SignInProviders providers;
  ProviderApi provider_api;
  CredentialApi credentials;
  CommentApi comments;
  MissingPapers missing;
  SubmissionApi submissions;
  WriteLimiter write_limiter;
  PublicApi api;
  MethodTable methods;
  Executor executor;
  Caller caller;
  ListForwarder forwarder;
  std::vector<std::unique_ptr<grpc::Service>> services;
  RateLimiter limiter;
  CatalogueWatch watch;
  PageCache cache;
  Router router;
  std::unique_ptr<HttpServer> http;
};

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(
    const GatewayOptions& options, ServiceApp* app) {
  if (sodium_init() < 0) {
    return MakeError(absl::StatusCode::kInternal, "NO_SODIUM",
                     "libsodium does not start");
  }
  if (options.http_workers < 1 || options.http_workers > 1000) {
    return InvalidField("--http-workers", "is not 1 to 1,000");
  }
  if (options.rate_per_minute < 0 || options.rate_per_minute > 1000000) {
    return InvalidField("--rate-limit", "is not 0 to 1,000,000");
  }
  if (options.rate_burst < 1 || options.rate_burst > 1000000) {
    return InvalidField("--rate-burst", "is not 1 to 1,000,000");
  }
  auto zone = LoadZone(options.zone);
  if (!zone.ok()) return zone.status();
  auto secrets = ReadSecrets(options);
  if (!secrets.ok()) return secrets.status();
  std::vector<OidcProviderOptions> openid;
  if (!options.oidc_file.empty()) {
    auto read = ReadOidcProviders(options.oidc_file);
    if (!read.ok()) return read.status();
    openid = *std::move(read);
  }
  auto addresses = TargetAddresses::Parse(options.houses.recommend);
  if (!addresses.ok()) return addresses.status();
  auto parts = std::make_unique<Parts>(
      options, std::make_unique<TargetAddresses>(*std::move(addresses)),
      *std::move(secrets), std::move(openid), *zone, app);
  HttpServerOptions http;
  http.listen = options.http_listen;
  // They also write lists as JSON.
  http.threads = std::clamp(
      static_cast<int>(std::thread::hardware_concurrency()), 2, kMostIoThreads);
  auto server = HttpServer::Start(
      http, [router = &parts->router](HttpRequest request, auto done) {
        router->Handle(std::move(request), std::move(done));
      });
  if (!server.ok()) return server.status();
  parts->http = *std::move(server);
  absl::Status written = WritePort(options.http_port_file, parts->http->port());
  if (!written.ok()) return written;
  app->log().Info("serving HTTP",
                  {{"port", absl::StrCat(parts->http->port())}});
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() = default;

int Gateway::http_port() const { return parts_->http->port(); }

void Gateway::Drain(absl::Duration limit) { parts_->http->Drain(limit); }

}  // namespace broadsheet::gateway
