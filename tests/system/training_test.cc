// From events to a trained model that every recommender answers with.

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/files.h"
#include "tests/support/made_subjects.h"
#include "tests/support/process.h"
#include "tests/support/wait.h"
#include "tests/system/trained.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class TrainingTest : public ::testing::Test {
 protected:
  void Load() { LoadTrainingData(newspaper_); }
  std::set<std::string> ModelsInUse() {
    return testing::ModelsInUse(newspaper_);
  }
  std::string AwaitModel() { return testing::AwaitModel(newspaper_); }

  // `broadsheet-recommend --role train --once`, as scheduled jobs start it.
  CommandResult TrainOnce() {
    return RunCommand({BinaryPath("broadsheet-recommend"), "--role", "train",
                       "--once", "--storage", newspaper_.Address("storage"),
                       "--listen", "127.0.0.1:0", "--metrics-listen",
                       "127.0.0.1:0", "--work-dir", once_.path()});
  }

  TempDir once_;
  Newspaper newspaper_{Newspaper::Transport::kPlain, 2,
                       Newspaper::Trainer::kTold};
};

// The nice values that threads of a running service have.
std::set<int> NiceOf(const Process& service) {
  std::set<int> values;
  const std::string folder = absl::StrCat("/proc/", service.pid(), "/task");
  for (const auto& thread : std::filesystem::directory_iterator(folder)) {
    const std::string number = thread.path().filename().string();
    errno = 0;
    const int value =
        getpriority(PRIO_PROCESS, static_cast<id_t>(std::stoul(number)));
    if (errno == 0) values.insert(value);  // It has ended otherwise.
  }
  return values;
}

TEST_F(TrainingTest, LetsReadersGoFirstAndWhatIsNewBeforeThem) {
  const int own = getpriority(PRIO_PROCESS, 0);
  EXPECT_THAT(NiceOf(newspaper_.service("trainer")),
              ElementsAre(std::max(own, 10)));
  EXPECT_THAT(NiceOf(newspaper_.service("ingest")),
              ElementsAre(std::max(own, 5)));
  EXPECT_THAT(NiceOf(newspaper_.service("recommend")),
              ElementsAre(own, std::min(19, own + 5)));
}

TEST_F(TrainingTest, AModelComesIntoUseOnEveryRecommenderAndStaysSo) {
  Load();
  EXPECT_THAT(ModelsInUse(), Contains(""));
  const CommandResult trained = newspaper_.Cli({"train", "--force"});
  ASSERT_EQ(trained.exit_code, 0)
      << trained.errors << newspaper_.Log("trainer");
  const std::string model = AwaitModel();
  EXPECT_THAT(trained.output, HasSubstr(model));
  EXPECT_THAT(newspaper_.Cli({"models", "list"}).output, HasSubstr(model));

  const auto feed = [this] {
    return Newspaper::Ids(
        newspaper_.Cli({"feed", "--reader", "r0", "--ranking", "relevance",
                        "--limit", "3", "--json"}));
  };
  const auto before = feed();
  EXPECT_THAT(before, SizeIs(3));
  // A recommender that is killed has the model again when it is ready.
  for (const std::string& name : newspaper_.recommenders()) {
    newspaper_.service(name).Signal(SIGKILL);
    ASSERT_TRUE(
        newspaper_.service(name).WaitForExit(kTrainingPatience).has_value());
    newspaper_.Restart(name);
  }
  newspaper_.WaitForPapers(kTrainedPapers);
  EXPECT_EQ(AwaitModel(), model);
  EXPECT_EQ(feed(), before);
}

TEST_F(TrainingTest, LearnsFromWhatWasCommittedAMomentAgo) {
  // A snapshot of the empty newspaper lies ready in storage.
  const CommandResult early = newspaper_.Cli({"train", "--force"});
  EXPECT_NE(early.exit_code, 0);
  EXPECT_THAT(early.errors, HasSubstr("0 papers"));
  Load();
  const CommandResult trained = newspaper_.Cli({"train", "--force"});
  EXPECT_EQ(trained.exit_code, 0) << trained.errors;
  EXPECT_THAT(trained.errors, Not(HasSubstr("0 papers")));
}

TEST_F(TrainingTest, TheModelBeforeComesBackAndAnyIsPromotedByItsId) {
  const auto await = [this](const std::string& model) {
    return WaitUntil(kTrainingPatience, [&] {
      return ModelsInUse() == std::set<std::string>{model};
    });
  };
  Load();
  ASSERT_EQ(newspaper_.Cli({"train", "--force"}).exit_code, 0);
  const std::string first = AwaitModel();
  ASSERT_EQ(newspaper_.Cli({"train", "--force", "--seed", "2"}).exit_code, 0);
  EXPECT_TRUE(WaitUntil(kTrainingPatience, [&] {
    const auto models = ModelsInUse();
    return models.size() == 1 && *models.begin() != first;
  }));
  const std::string second = *ModelsInUse().begin();
  const CommandResult back = newspaper_.Cli({"models", "rollback"});
  EXPECT_EQ(back.exit_code, 0) << back.errors;
  EXPECT_TRUE(await(first));
  const CommandResult promoted = newspaper_.Cli({"models", "promote", second});
  EXPECT_EQ(promoted.exit_code, 0) << promoted.errors;
  EXPECT_THAT(promoted.output, HasSubstr("in use: " + second));
  EXPECT_TRUE(await(second));
  const CommandResult unknown =
      newspaper_.Cli({"models", "promote", "no-such-model"});
  EXPECT_EQ(unknown.exit_code, 1) << unknown.output;
  EXPECT_EQ(ModelsInUse(), std::set<std::string>{second});
}

TEST_F(TrainingTest, ATrainerThatIsStartedOnceMakesOneModelOrFailsAndEnds) {
  const CommandResult early = TrainOnce();
  EXPECT_EQ(early.exit_code, 1) << early.output;
  EXPECT_THAT(early.output + early.errors, HasSubstr("0 papers"));
  EXPECT_THAT(ModelsInUse(), Contains(""));
  Load();
  const CommandResult once = TrainOnce();
  ASSERT_EQ(once.exit_code, 0) << once.output << once.errors;
  const std::string model = AwaitModel();
  EXPECT_THAT(newspaper_.Cli({"models", "list", "--json"}).output,
              HasSubstr("\"id\":\"" + model + "\""));
}

TEST_F(TrainingTest, AFileOfEventsIsMeasuredAndNotKeptOrItsWrongLineIsNamed) {
  newspaper_.Cli(
      {"ingest", newspaper_.File("papers.jsonl", MadePapers(kTrainedPapers))});
  newspaper_.WaitForPapers(kTrainedPapers);
  const std::string file = newspaper_.File("events.jsonl", MadeSaves());
  const CommandResult measured =
      newspaper_.Cli({"eval", "--events", file, "--split", "random"});
  ASSERT_EQ(measured.exit_code, 0)
      << measured.errors << newspaper_.Log("trainer");
  EXPECT_THAT(measured.output, HasSubstr("popularity"));
  EXPECT_THAT(measured.output, HasSubstr("40 readers"));
  EXPECT_EQ(newspaper_.Rows("events"), 0);
  // The same question without the file has nothing to go by.
  EXPECT_EQ(newspaper_.Cli({"eval", "--split", "random"}).exit_code, 1);
  const std::string wrong = newspaper_.File(
      "wrong.jsonl",
      MadeSaves() + R"({"reader":"a","paper":"2601.00001","kind":"eat"})");
  const CommandResult refused = newspaper_.Cli({"eval", "--events", wrong});
  EXPECT_EQ(refused.exit_code, 2) << refused.output;
  EXPECT_THAT(refused.errors, HasSubstr("kind"));
  const std::string timeless = newspaper_.File(
      "timeless.jsonl", R"({"reader":"a","paper":"2601.00001","kind":"save"})");
  EXPECT_THAT(newspaper_.Cli({"eval", "--events", timeless}).errors,
              HasSubstr(":1: at: is missing"));
}

TEST_F(TrainingTest, RecommendersBeginFromASegmentAndAnswerAsBefore) {
  Load();
  ASSERT_EQ(newspaper_.Cli({"train", "--force"}).exit_code, 0);
  const std::string model = AwaitModel();
  const CommandResult made = newspaper_.Cli({"segment"});
  ASSERT_EQ(made.exit_code, 0) << made.errors << newspaper_.Log("trainer");
  EXPECT_THAT(made.output, HasSubstr("80 papers, 40 readers"));
  EXPECT_THAT(made.output, HasSubstr(model));
  // Behind the segment: the feed brings it.
  newspaper_.Cli({"ingest", newspaper_.File("more.jsonl", MadePapers(90))});
  newspaper_.WaitForPapers(90);
  const int64_t events = newspaper_.Rows("events");
  newspaper_.Cli({"save", MadeId(85), "--reader", "r0"});
  ASSERT_TRUE(AwaitEvents(newspaper_, events + 1));

  // Of one time: scores change with it.
  const std::string as_of = absl::FormatTime(absl::Now(), absl::UTCTimeZone());
  const auto lists = [&] {
    std::string said;
    for (const std::string& list :
         {std::string("feed?reader_id=r0"),
          absl::StrCat("similar/", MadeId(1), "?explain=true"),
          std::string("search?query=black+hole"),
          std::string("trending?explain=true")}) {
      const HttpAnswer answer = newspaper_.OperatorHttp(
          {.target = absl::StrCat("/api/v1/", list, "&page_size=20&as_of=",
                                  as_of.substr(0, 19), "Z")});
      EXPECT_EQ(answer.status, 200) << answer.body;
      const size_t end = answer.body.find("\"nextPageToken\"");
      EXPECT_GT(end, 100u) << answer.body;
      said += answer.body.substr(0, end);
    }
    return said;
  };
  const std::string before = lists();
  for (const std::string& name : newspaper_.recommenders()) {
    newspaper_.service(name).Signal(SIGKILL);
    ASSERT_TRUE(
        newspaper_.service(name).WaitForExit(kTrainingPatience).has_value());
    newspaper_.Restart(name);
  }
  newspaper_.WaitForPapers(90);
  for (const std::string& name : newspaper_.recommenders()) {
    EXPECT_THAT(newspaper_.Log(name), HasSubstr("segment loaded"));
  }
  EXPECT_EQ(AwaitModel(), model);
  EXPECT_EQ(lists(), before);
}

TEST_F(TrainingTest, AKilledTrainerLeavesTheModelInUseAndIsFollowedByAnother) {
  Load();
  ASSERT_EQ(newspaper_.Cli({"train", "--force"}).exit_code, 0);
  const std::string model = AwaitModel();
  ASSERT_EQ(newspaper_.Cli({"train", "--force", "--detach"}).exit_code, 0);
  newspaper_.service("trainer").Signal(SIGKILL);
  ASSERT_TRUE(
      newspaper_.service("trainer").WaitForExit(kTrainingPatience).has_value());
  newspaper_.Restart("trainer");
  EXPECT_EQ(AwaitModel(), model);
  // Its lease ends after 20 s.
  CommandResult again;
  EXPECT_TRUE(WaitUntil(2 * kTrainingPatience, [&] {
    again = newspaper_.Cli({"train", "--force", "--seed", "2"});
    return again.exit_code == 0;
  })) << again.errors;
  EXPECT_TRUE(WaitUntil(kTrainingPatience, [&] {
    return ModelsInUse().size() == 1 && !ModelsInUse().contains(model);
  }));
}

}  // namespace
}  // namespace broadsheet::testing
