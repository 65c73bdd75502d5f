#include "ingest/harvest_scheduler.h"

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/harvest_fixture.h"
#include "ingest/source_list.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// Sources whose standard addresses are those of a test.
class LocalSource final : public HarvestSource {
 public:
  LocalSource(const HarvestSource* source, const std::string& url)
      : source_(source), info_(source->info()) {
    info_.url = url;
  }
  const SourceInfo& info() const override { return info_; }
  absl::Status Check(const v1::RunHarvestRequest& request) const override {
    return source_->Check(request);
  }
  HarvestPlace Begin(const v1::RunHarvestRequest& request,
                     const std::string& covered_until,
                     absl::Time now) const override {
    return source_->Begin(request, covered_until, now);
  }
  std::string Url(const v1::RunHarvestRequest& request,
                  const HarvestPlace& place) const override {
    return source_->Url(request, place);
  }
  absl::StatusOr<PageVerdict> Judge(const v1::RunHarvestRequest& request,
                                    const HarvestPlace& place,
                                    std::string_view page,
                                    int tries) const override {
    return source_->Judge(request, place, page, tries);
  }
  std::string CoveredUntil(const v1::RunHarvestRequest& request,
                           const HarvestPlace& place) const override {
    return source_->CoveredUntil(request, place);
  }
  std::string Describe(const HarvestPlace& place) const override {
    return source_->Describe(place);
  }
  bool IsConditional() const override { return source_->IsConditional(); }

 private:
  const HarvestSource* source_;
  SourceInfo info_;
};

class HarvestSchedulerTest : public HarvestFixture {
 protected:
  HarvestSchedulerTest() {
    for (const auto& source : sources_) {
      local_.push_back(
          std::make_unique<LocalSource>(source.get(), server_.url()));
    }
  }

  HarvestParts LocalParts(const std::string& process) {
    HarvestParts parts = Parts(process);
    parts.sources = &local_;
    return parts;
  }

  v1::Source Listed(const HarvestParts& parts, const HarvestRunner& runner) {
    const auto list = ListSources(call_, parts, schedules_, runner);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() && list->sources_size() > 0 ? list->sources(0)
                                                 : v1::Source();
  }

  void AwaitSuccess(const HarvestParts& parts, const HarvestRunner& runner) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!Listed(parts, runner).has_last_success() &&
           absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(5));
    }
    EXPECT_TRUE(Listed(parts, runner).has_last_success());
  }

  Sources local_;
  std::vector<Schedule> schedules_ = {
      {"arxiv-oai", "cs", absl::Hours(6), std::nullopt}};
};

TEST_F(HarvestSchedulerTest, RunsWhatIsDueOnceInHoweverManyProcesses) {
  server_.Add(Page("2611.00001"));
  const HarvestParts one = LocalParts("one");
  const HarvestParts two = LocalParts("two");
  HarvestRunner first(one);
  HarvestRunner second(two);
  HarvestScheduler scheduler(one, schedules_, &first);
  HarvestScheduler other(two, schedules_, &second);
  for (int i = 0; i < 3; ++i) {
    scheduler.Tick();
    other.Tick();
  }
  AwaitSuccess(one, first);
  scheduler.Tick();
  other.Tick();
  EXPECT_THAT(server_.targets(), SizeIs(1));
  EXPECT_THAT(server_.targets()[0], HasSubstr("set=cs"));
  EXPECT_THAT(storage_.papers(), SizeIs(1));
}

TEST_F(HarvestSchedulerTest, ListsHowTheSourcesStand) {
  server_.Add(Page("2611.00001"));
  const HarvestParts parts = LocalParts("one");
  HarvestRunner runner(parts);
  const v1::Source before = Listed(parts, runner);
  EXPECT_EQ(before.name(), "arxiv-oai");
  EXPECT_EQ(before.url(), server_.url());
  EXPECT_EQ(before.set(), "cs");
  EXPECT_EQ(before.interval_seconds(), 6 * 3600);
  EXPECT_FALSE(before.has_last_success());
  HarvestScheduler scheduler(parts, schedules_, &runner);
  scheduler.Tick();
  AwaitSuccess(parts, runner);
  const v1::Source after = Listed(parts, runner);
  EXPECT_EQ(after.error(), "");
  EXPECT_EQ(after.checkpoint(), "read up to 2026-11-23");
  EXPECT_GT(after.next_run().seconds(), after.last_success().seconds());
  const auto list = ListSources(call_, parts, schedules_, runner);
  EXPECT_EQ(list->sources_size(), 7);
}

TEST_F(HarvestSchedulerTest, TellsWhyTheLastHarvestFailedAndGoesOnThere) {
  server_.Add(Page("2611.00001", "two"));
  server_.Add(HttpResponse{.status = 403});
  const HarvestParts parts = LocalParts("one");
  HarvestRunner runner(parts);
  HarvestScheduler scheduler(parts, schedules_, &runner);
  scheduler.Tick();
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (Listed(parts, runner).error().empty() && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  const v1::Source source = Listed(parts, runner);
  EXPECT_THAT(source.error(), HasSubstr("HTTP status 403"));
  EXPECT_THAT(source.checkpoint(), HasSubstr("token two"));
}

}  // namespace
}  // namespace broadsheet::ingest
