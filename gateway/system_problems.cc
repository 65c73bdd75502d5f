#include "gateway/system_problems.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace broadsheet::gateway {
namespace {

// Rarely reached by a healthy system.
constexpr double kFeedLagSeconds = 2;
constexpr double kBehindSeconds = 2;
constexpr int kQueued = 32;

using Problems = std::vector<std::string>;

void AddHouses(const v1::GetSystemStatusResponse& status, Problems* problems) {
  for (const v1::HouseStatus& house : status.houses()) {
    if (house.ok()) continue;
    problems->push_back(
        absl::StrCat(house.name(), " is down: ", house.problem(), "."));
  }
}

void AddStorage(const v1::StorageStatus& storage, Problems* problems) {
  if (storage.feed_lag_seconds() > kFeedLagSeconds) {
    problems->push_back(absl::StrFormat(
        "The change feed stands still for %.0f s: a writing transaction in "
        "PostgreSQL is open; look at pg_stat_activity.",
        storage.feed_lag_seconds()));
  }
  if (storage.connections() > 0 &&
      storage.connections_in_use() >= storage.connections()) {
    problems->push_back(absl::StrCat(
        "storage uses all of its ", storage.connections(),
        " connections: raise --pool-size, or look for slow statements."));
  }
  if (storage.calls_queued() > kQueued) {
    problems->push_back(absl::StrCat(storage.calls_queued(),
                                     " calls wait for a thread of storage."));
  }
}

std::string Named(const v1::RecommenderStatus& recommender) {
  return absl::StrCat("recommend at ", recommender.address());
}

void AddRecommender(const v1::RecommenderStatus& one, Problems* problems) {
  if (!one.ok()) {
    problems->push_back(
        absl::StrCat(Named(one), " is not ready: ", one.problem(), "."));
  } else if (one.ejected()) {
    problems->push_back(
        absl::StrCat(Named(one), " hung or failed lately and gets few calls."));
  }
  if (one.status().ready() && one.status().seconds_behind() > kBehindSeconds) {
    problems->push_back(absl::StrFormat(
        "%s is %.0f s behind storage (%d changes).", Named(one),
        one.status().seconds_behind(), one.status().changes_behind()));
  }
  if (one.status().calls_queued() > kQueued) {
    problems->push_back(absl::StrCat(one.status().calls_queued(),
                                     " calls wait for a thread of ", Named(one),
                                     ": start another recommender."));
  }
  const v1::EncoderStatus& encoder = one.status().encoder();
  if (!encoder.trouble().empty()) {
    problems->push_back(absl::StrCat(
        Named(one), " has no vectors of ", encoder.papers_left(), " papers by ",
        encoder.name(), ": ", encoder.trouble(), "."));
  }
}

// Lists of two models in turn look like a list that cannot make up its mind.
void AddVersions(const v1::GetSystemStatusResponse& status,
                 Problems* problems) {
  const std::string& first = status.recommender().model_version();
  for (const v1::RecommenderStatus& one : status.recommenders()) {
    if (!one.ok() || one.status().model_version() == first) continue;
    problems->push_back(absl::StrCat(Named(one), " has model ",
                                     one.status().model_version(),
                                     ", others have ", first, "."));
  }
}

}  // namespace

Problems ProblemsOf(const v1::GetSystemStatusResponse& status) {
  Problems problems;
  AddHouses(status, &problems);
  AddStorage(status.storage(), &problems);
  for (const v1::RecommenderStatus& one : status.recommenders()) {
    AddRecommender(one, &problems);
  }
  AddVersions(status, &problems);
  return problems;
}

}  // namespace broadsheet::gateway
