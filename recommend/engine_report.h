#ifndef BROADSHEET_RECOMMEND_ENGINE_REPORT_H_
#define BROADSHEET_RECOMMEND_ENGINE_REPORT_H_

#include <string>

#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "recommend/engine.h"

namespace broadsheet::recommend {

class VectorKeeper;

// Fills what the engine knows of itself: counts, position, how far behind.
void DescribeEngine(const Engine& engine, absl::Time now,
                    v1::GetStatusResponse* status);

// The same as gauges, read anew before each scrape. `engine` must outlive the
// last scrape, and so must `clock`.
void ReportEngine(const Engine* engine, const std::string& model_version,
                  const Clock* clock, Metrics* metrics);

// How far an embedding server's vectors are, likewise.
void ReportEncoder(const VectorKeeper* keeper, Metrics* metrics);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENGINE_REPORT_H_
