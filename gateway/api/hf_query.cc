#include "gateway/api/hf_query.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/days.h"
#include "common/errors.h"
#include "gateway/checks.h"

namespace broadsheet::gateway {
namespace {

constexpr int kMaxPage = 1000000;
constexpr int kMaxLimit = 100;

absl::Status ReadPeriod(const QueryParams& query, const std::string& name,
                        Period::Kind kind, std::string* period) {
  const std::string text = query.Get(name);
  if (text.empty()) return absl::OkStatus();
  if (!period->empty()) {
    return InvalidField(name, "is given beside another period");
  }
  const auto parsed = ParsePeriod(text);
  if (!parsed.ok() || parsed->kind != kind) {
    return InvalidField(name, parsed.ok() ? "is another kind of period"
                                          : AsStd(parsed.status().message()));
  }
  *period = text;
  return absl::OkStatus();
}

absl::Status ReadPeriods(const QueryParams& query, std::string* period) {
  const std::pair<const char*, Period::Kind> kinds[] = {
      {"date", Period::Kind::kDay},
      {"week", Period::Kind::kWeek},
      {"month", Period::Kind::kMonth}};
  for (const auto& [name, kind] : kinds) {
    absl::Status read = ReadPeriod(query, name, kind, period);
    if (!read.ok()) return read;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int> ParseHfNumber(const QueryParams& query,
                                  const std::string& name, int low, int high,
                                  int missing) {
  const std::string text = query.Get(name);
  if (text.empty()) return missing;
  int number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < low || number > high) {
    return InvalidField(
        name, absl::StrCat("is not a whole number of ", low, " to ", high));
  }
  return number;
}

absl::StatusOr<HfDailyQuery> ParseHfDailyQuery(const QueryParams& query) {
  HfDailyQuery daily;
  auto page = ParseHfNumber(query, "p", 0, kMaxPage, daily.page);
  if (!page.ok()) return page.status();
  daily.page = *page;
  auto limit = ParseHfNumber(query, "limit", 1, kMaxLimit, daily.limit);
  if (!limit.ok()) return limit.status();
  daily.limit = *limit;
  absl::Status period = ReadPeriods(query, &daily.period);
  if (!period.ok()) return period;
  daily.submitter = query.Get("submitter");
  absl::Status submitter = CheckText("submitter", daily.submitter, 0, 100);
  if (!submitter.ok()) return submitter;
  const std::string sort = query.Get("sort");
  if (!sort.empty() && sort != "publishedAt" && sort != "trending") {
    return InvalidField("sort", "is not publishedAt or trending");
  }
  daily.trending = sort == "trending";
  return daily;
}

}  // namespace broadsheet::gateway
