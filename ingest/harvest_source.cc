#include "ingest/harvest_source.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/days.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/sizes.h"
#include "ingest/sources/arxiv_api_source.h"
#include "ingest/sources/arxiv_rss_source.h"
#include "ingest/sources/biorxiv_source.h"
#include "ingest/sources/hf_daily_source.h"
#include "ingest/sources/oai_source.h"
#include "ingest/sources/openalex_source.h"

namespace broadsheet::ingest {
namespace {

constexpr char kDefaultSource[] = "arxiv-oai";
constexpr size_t kMaxSetBytes = 200;

absl::Status CheckDays(const v1::RunHarvestRequest& request) {
  if (!request.from().empty()) {
    const auto day = ParseDay(request.from());
    if (!day.ok()) return InvalidField("from", AsStd(day.status().message()));
  }
  if (request.until().empty()) return absl::OkStatus();
  const auto day = ParseDay(request.until());
  if (!day.ok()) return InvalidField("until", AsStd(day.status().message()));
  // Days of this form compare as text.
  if (request.until() < request.from()) {
    return InvalidField("until", "is before from");
  }
  return absl::OkStatus();
}

std::string Names(const Sources& sources) {
  return absl::StrJoin(sources, ", ", [](std::string* out, const auto& source) {
    out->append(source->info().name);
  });
}

}  // namespace

Sources MakeSources(const std::string& contact) {
  Sources sources;
  sources.push_back(std::make_unique<OaiSource>());
  sources.push_back(std::make_unique<ArxivRssSource>());
  sources.push_back(std::make_unique<ArxivApiSource>());
  sources.push_back(std::make_unique<HfDailySource>());
  sources.push_back(std::make_unique<OpenAlexSource>(contact));
  sources.push_back(std::make_unique<BiorxivSource>("biorxiv", "bioRxiv"));
  sources.push_back(std::make_unique<BiorxivSource>("medrxiv", "medRxiv"));
  return sources;
}

const HarvestSource* FindSource(const Sources& sources,
                                const std::string& name) {
  const std::string& wanted = name.empty() ? kDefaultSource : name;
  const auto found = std::ranges::find_if(sources, [&](const auto& source) {
    return source->info().name == wanted;
  });
  return found == sources.end() ? nullptr : found->get();
}

absl::StatusOr<v1::RunHarvestRequest> CheckHarvest(
    const Sources& sources, v1::RunHarvestRequest request) {
  const size_t id_bytes = request.request_id().size();
  if (id_bytes < 1 || id_bytes > 100) {
    return InvalidField(
        "request_id",
        absl::StrCat("is ", id_bytes, " bytes long; 1 to 100 are allowed"));
  }
  const HarvestSource* source = FindSource(sources, request.source());
  if (source == nullptr) {
    return InvalidField("source", absl::StrCat("is none of ", Names(sources)));
  }
  request.set_source(source->info().name);
  if (request.url().empty()) request.set_url(source->info().url);
  if (request.set().size() > kMaxSetBytes) {
    return InvalidField("set",
                        TooLong(static_cast<int64_t>(request.set().size()),
                                static_cast<int64_t>(kMaxSetBytes)));
  }
  absl::Status status = CheckBaseUrl(request.url());
  if (status.ok()) status = CheckDays(request);
  if (status.ok()) status = source->Check(request);
  if (!status.ok()) return status;
  return request;
}

}  // namespace broadsheet::ingest
