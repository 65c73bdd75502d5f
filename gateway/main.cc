// broadsheet-gateway: the public face of the newspaper, over gRPC and HTTP.

#include "common/service_app.h"
#include "gateway/gateway.h"

namespace {

void AddFlags(broadsheet::FlagSet& flags,
              broadsheet::gateway::GatewayOptions& options) {
  flags.Add("--storage", &options.houses.storage, "HOST:PORT of storage");
  flags.Add("--ingest", &options.houses.ingest, "HOST:PORT of ingest");
  flags.Add("--recommend", &options.houses.recommend,
            "HOST:PORT of the recommenders, separated by commas; a name "
            "stands for all its addresses, looked up every second");
  flags.Add("--trainer", &options.houses.trainer,
            "HOST:PORT of the trainer; empty: there is none");
  flags.Add("--digest", &options.houses.digest,
            "HOST:PORT of digest; empty: there is none");
  flags.Add("--http-listen", &options.http_listen, "HOST:PORT for HTTP");
  flags.Add("--http-port-file", &options.http_port_file,
            "Where to write the bound HTTP port");
  flags.Add("--http-workers", &options.http_workers,
            "Threads that answer HTTP requests");
  flags.Add("--operator-token-file", &options.operator_token_file,
            "File with the operator's token, mode 0600");
  flags.Add("--oidc", &options.oidc_file,
            "JSON file of the OpenID providers that people sign in at");
  flags.Add("--secret-file", &options.secret_file,
            "File with the secret of forms, shared by replicas, mode 0600");
  flags.Add("--allowed-hosts", &options.allowed_hosts,
            "Host names to answer to besides localhost, separated by commas");
  flags.Add("--cors-origins", &options.cors_origins,
            "Origins whose pages may call the API, by commas; * for all");
  flags.Add("--rate-limit", &options.rate_per_minute,
            "Requests a minute of one reader or address; 0: no limit");
  flags.Add("--rate-burst", &options.rate_burst, "Requests at once");
  flags.Add("--katex", &options.katex_folder,
            "Folder of KaTeX, as the package libjs-katex has it");
  flags.Add("--proxies", &options.proxies,
            "Proxies whose X-Forwarded-For is believed, by commas");
  flags.Add("--site", &options.site,
            "Where people reach the pages, for links in mails");
  flags.Add("--submit-within-days", &options.submissions.within_days,
            "How old papers may be that readers submit; 0: any age");
  flags.Add("--submit-per-day", &options.submissions.per_day,
            "How many papers a reader may submit a day; 0: any number");
  flags.Add("--submit-once", &options.submissions.once,
            "Readers may not submit what was on a list before");
  flags.Add("--zone", &options.zone, "Time zone of the feed's days");
}

}  // namespace

int main(int argc, char** argv) {
  broadsheet::ServiceApp app({.name = "gateway",
                              .port = 8090,
                              .description = "The newspaper's public face.",
                              .peers = "any"});
  broadsheet::gateway::GatewayOptions options;
  AddFlags(app.flags(), options);
  if (const auto code = app.Parse(argc, argv)) return *code;
  options.houses.tls = app.tls();
  auto gateway = broadsheet::gateway::Gateway::Start(options, &app);
  if (!gateway.ok()) return app.Fail(gateway.status());
  app.OnDrain([&] { (*gateway)->Drain(absl::Seconds(5)); });
  app.SetReady(true);
  return app.Run();
}
