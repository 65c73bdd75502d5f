// Papers from another server: all of them, each once, whatever dies.

#include <csignal>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/wait.h"
#include "tests/system/newspaper.h"
#include "tests/system/oai_archive.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;

constexpr int kRecords = 600;
constexpr int kPageSize = 30;

// Whether the operation has ended, and how, as the gateway tells.
bool IsDone(const Newspaper& newspaper, const std::string& operation) {
  const HttpAnswer answer =
      newspaper.OperatorHttp({.target = "/api/v1/operations/" + operation});
  return answer.status == 200 &&
         answer.body.find("\"done\":true") != std::string::npos;
}

std::string StartHarvest(const Newspaper& newspaper,
                         const OaiArchive& archive) {
  const CommandResult started =
      newspaper.Cli({"harvest", "--url", archive.url(), "--detach"});
  EXPECT_EQ(started.exit_code, 0) << started.errors;
  return std::string(absl::StripAsciiWhitespace(started.output));
}

TEST(Harvest, IsWholeAndTakesNothingTwiceWhateverDies) {
  const OaiArchive archive(kRecords, kPageSize);
  Newspaper newspaper;
  const std::string operation = StartHarvest(newspaper, archive);
  for (int kill = 1; kill <= 3; ++kill) {
    ASSERT_TRUE(WaitUntil(absl::Seconds(60), [&] {
      return newspaper.Rows("papers") >= kill * kRecords / 5;
    })) << newspaper.Rows("papers");
    newspaper.service("ingest").Signal(SIGKILL);
    newspaper.service("ingest").WaitForExit(absl::Seconds(10));
    EXPECT_LT(newspaper.Rows("papers"), kRecords) << "the kill came too late";
    newspaper.Restart("ingest");
  }
  ASSERT_TRUE(WaitUntil(absl::Seconds(60), [&] {
    return IsDone(newspaper, operation);
  })) << newspaper.Log("ingest");
  EXPECT_GT(archive.faults(), 5);
  EXPECT_EQ(newspaper.Rows("papers"), kRecords);
  EXPECT_EQ(newspaper.Rows("papers WHERE revision <> 1"), 0);
  EXPECT_EQ(newspaper.Rows("changes"), kRecords);
  EXPECT_EQ(newspaper.Rows("dead_letters"), 0);
}

TEST(Harvest, AsksTheNextTimeOnlyForWhatHasChanged) {
  const OaiArchive archive(40, kPageSize);
  Newspaper newspaper;
  const CommandResult first =
      newspaper.Cli({"harvest", "--url", archive.url()});
  EXPECT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_EQ(newspaper.Rows("papers"), 40);
  const size_t asked = archive.queries().size();
  const CommandResult second =
      newspaper.Cli({"harvest", "--url", archive.url()});
  EXPECT_EQ(second.exit_code, 0) << second.errors;
  ASSERT_GT(archive.queries().size(), asked);
  EXPECT_THAT(archive.queries()[asked], HasSubstr("from=2026-11-23"));
  EXPECT_EQ(newspaper.Rows("changes"), 40);
  EXPECT_THAT(newspaper.Cli({"sources"}).output,
              HasSubstr("read up to 2026-11-23"));
}

}  // namespace
}  // namespace broadsheet::testing
