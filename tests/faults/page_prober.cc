#include "tests/faults/page_prober.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/process.h"

namespace broadsheet::faults {
namespace {

const std::vector<std::string> kPages = {"/",
                                         "/papers",
                                         "/papers?q=coral+reef",
                                         "/papers/trending",
                                         "/api/daily_papers",
                                         "/api/v1/trending",
                                         "/status"};

bool IsFailure(const std::string& status) {
  return status.empty() || status[0] == '5' || status == "000";
}

}  // namespace

PageProber::PageProber(std::string http_address, uint64_t seed,
                       Journal* journal,
                       std::function<absl::Time()> others_calm_since)
    : http_address_(std::move(http_address)),
      journal_(journal),
      others_calm_since_(std::move(others_calm_since)),
      draws_(seed) {}

void PageProber::Round() {
  const std::string& page = draws_.Pick(kPages);
  const absl::Time begin = absl::Now();
  const testing::CommandResult result = testing::RunCommand(
      {"curl", "-s", "--noproxy", "*", "-m", "20", "-o", "/dev/null", "-w",
       "%{http_code}", absl::StrCat("http://", http_address_, page)});
  const bool calm = others_calm_since_() <= begin;
  if (!IsFailure(result.output)) {
    journal_->Count(calm ? "page in a calm" : "page in a storm");
  } else if (calm) {
    journal_->Violation(absl::StrCat("page ", page, " answered ", result.output,
                                     " after ",
                                     absl::FormatDuration(absl::Now() - begin),
                                     " while only recommenders were broken"));
  }
  absl::SleepFor(
      draws_.Between(absl::Milliseconds(100), absl::Milliseconds(400)));
}

}  // namespace broadsheet::faults
