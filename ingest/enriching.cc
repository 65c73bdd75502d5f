#include "ingest/enriching.h"

#include <fstream>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "ingest/enrichers/citations.h"
#include "ingest/enrichers/github_stars.h"
#include "ingest/enrichers/hub_links.h"
#include "ingest/enrichers/model_summary.h"
#include "ingest/identity.h"

namespace broadsheet::ingest {
namespace {

constexpr size_t kMaxTokenBytes = 4096;
constexpr size_t kMaxModelBytes = 200;
constexpr size_t kMaxAnswerBytes = 8 << 20;
// A server that is away is asked again after that, from the same paper on.
constexpr absl::Duration kPatience = absl::Minutes(10);

absl::Status CheckUrl(const std::string& flag, const std::string& url) {
  const absl::Status checked = CheckBaseUrl(url);
  if (url.empty() || checked.ok()) return absl::OkStatus();
  return InvalidField(flag, ViolationsOf(checked).front().rule);
}

absl::Status Check(const EnrichSettings& settings) {
  const std::pair<const char*, const std::string*> urls[] = {
      {"--summary-url", &settings.summary_url},
      {"--enrich-github", &settings.github_url},
      {"--enrich-hub", &settings.hub_url},
      {"--enrich-citations", &settings.citations_url}};
  for (const auto& [flag, url] : urls) {
    if (auto checked = CheckUrl(flag, *url); !checked.ok()) return checked;
  }
  if (!settings.summary_url.empty() &&
      (settings.summary_model.empty() ||
       settings.summary_model.size() > kMaxModelBytes)) {
    return InvalidField("--summary-model", "has not 1 to 200 bytes");
  }
  if (settings.every < absl::Hours(1) ||
      settings.every > absl::Hours(24 * 366)) {
    return InvalidField("--enrich-every", "is not of 1h to 8784h");
  }
  if (settings.interval < absl::ZeroDuration() ||
      settings.interval > absl::Hours(1)) {
    return InvalidField("--enrich-interval", "is not of 0s to 1h");
  }
  return absl::OkStatus();
}

// The one word of a file; empty when none is named.
absl::StatusOr<std::string> ReadToken(const std::string& flag,
                                      const std::string& file) {
  if (file.empty()) return "";
  std::ifstream in(file, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(flag, " cannot be read"));
  std::string token(kMaxTokenBytes + 1, '\0');
  in.read(token.data(), static_cast<std::streamsize>(token.size()));
  token.resize(static_cast<size_t>(in.gcount()));
  if (token.size() > kMaxTokenBytes) {
    return InvalidField(flag, "has more than 4,096 bytes");
  }
  absl::StripAsciiWhitespace(&token);
  for (const char c : token) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      return InvalidField(flag, "has more than one word");
    }
  }
  if (token.empty()) return InvalidField(flag, "is empty");
  return token;
}

PoliteOptions Politeness() {
  PoliteOptions options;
  options.retry.patience = kPatience;
  return options;
}

}  // namespace

void AddEnrichFlags(FlagSet* flags, EnrichSettings* settings) {
  flags->Add("--summary-url", &settings->summary_url,
             "Have a model write summaries: endpoint like OpenAI's");
  flags->Add("--summary-model", &settings->summary_model, "Its name there");
  flags->Add("--summary-token-file", &settings->summary_token_file,
             "File with the endpoint's bearer token");
  flags->Add("--enrich-github", &settings->github_url,
             "Count stars of repositories: https://api.github.com");
  flags->Add("--enrich-github-token-file", &settings->github_token_file,
             "File with a token of GitHub, for more requests an hour");
  flags->Add("--enrich-hub", &settings->hub_url,
             "Link models, datasets and spaces: https://huggingface.co");
  flags->Add("--enrich-citations", &settings->citations_url,
             "Count citations: https://api.openalex.org/works");
  flags->Add("--enrich-every", &settings->every,
             "After this time a paper is asked about again");
  flags->Add("--enrich-interval", &settings->interval,
             "Between two requests of enrichers to one server");
}

absl::StatusOr<std::vector<std::unique_ptr<PaperEnricher>>> MakeEnrichers(
    const EnrichSettings& settings, const std::string& contact) {
  if (auto checked = Check(settings); !checked.ok()) return checked;
  auto model_token =
      ReadToken("--summary-token-file", settings.summary_token_file);
  if (!model_token.ok()) return model_token.status();
  auto github_token =
      ReadToken("--enrich-github-token-file", settings.github_token_file);
  if (!github_token.ok()) return github_token.status();
  std::vector<std::unique_ptr<PaperEnricher>> all;
  if (!settings.summary_url.empty()) {
    all.push_back(std::make_unique<ModelSummary>(
        settings.summary_url, settings.summary_model, *model_token));
  }
  if (!settings.github_url.empty()) {
    all.push_back(
        std::make_unique<GithubStars>(settings.github_url, *github_token));
  }
  if (!settings.hub_url.empty()) {
    all.push_back(std::make_unique<HubLinks>(settings.hub_url));
  }
  if (!settings.citations_url.empty()) {
    all.push_back(std::make_unique<Citations>(settings.citations_url, contact));
  }
  return all;
}

absl::StatusOr<std::unique_ptr<Enriching>> Enriching::Make(
    const EnrichSettings& settings, const HarvestSettings& harvest,
    const Backend& backend, const std::shared_ptr<grpc::Channel>& channel,
    const Logger* log) {
  auto enrichers = MakeEnrichers(settings, harvest.contact);
  if (!enrichers.ok()) return enrichers.status();
  return std::unique_ptr<Enriching>(new Enriching(
      settings, harvest, backend, channel, log, *std::move(enrichers)));
}

Enriching::Enriching(const EnrichSettings& settings,
                     const HarvestSettings& harvest, const Backend& backend,
                     const std::shared_ptr<grpc::Channel>& channel,
                     const Logger* log,
                     std::vector<std::unique_ptr<PaperEnricher>> enrichers)
    : fetcher_(MakeCurlFetcher({.user_agent = UserAgent(harvest.contact),
                                .allow_private = harvest.allow_private,
                                .private_flag = kPrivateFlag,
                                .max_body_bytes = kMaxAnswerBytes})),
      pacer_(settings.interval, backend.clock, backend.timing),
      polite_(Politeness(), fetcher_.get(), &pacer_, backend.clock,
              backend.timing),
      checkpoints_(channel),
      leases_(channel) {
  const EnrichmentParts parts = {.backend = backend,
                                 .fetcher = &polite_,
                                 .checkpoints = &checkpoints_,
                                 .leases = &leases_,
                                 .log = log,
                                 .process = ProcessName(),
                                 .every = settings.every};
  for (auto& enricher : enrichers) {
    queues_.push_back(
        std::make_unique<EnrichmentQueue>(parts, std::move(enricher)));
  }
}

void Enriching::Start() {
  for (const auto& queue : queues_) queue->Run();
}

void Enriching::Stop() {
  for (const auto& queue : queues_) queue->Stop();
}

}  // namespace broadsheet::ingest
