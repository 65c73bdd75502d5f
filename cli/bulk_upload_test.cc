#include "cli/bulk_upload.h"

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Stands for the server, which cannot be made to break at a chosen record:
// answers a result for each line that is not blank, "bad" ones are refused.
class ScriptedStream final : public BulkStream {
 public:
  // Breaks with UNAVAILABLE after so many lines; never when negative.
  ScriptedStream(int break_after, std::vector<std::string>* received)
      : break_after_(break_after), received_(received) {}

  bool SendHeader(const v1::IngestHeader& header) override {
    header_ = header;
    return true;
  }

  bool SendChunk(const std::string& bytes) override {
    std::lock_guard lock(mu_);
    text_ += bytes;
    return !broken_;
  }

  void CloseWrites() override {
    std::lock_guard lock(mu_);
    closed_ = true;
    changed_.notify_all();
  }

  bool Read(std::vector<BulkResult>* results) override {
    std::unique_lock lock(mu_);
    changed_.wait(lock, [this] { return closed_; });
    results->clear();
    if (answered_) return false;
    answered_ = true;
    int64_t number = 0;
    for (const auto& line : absl::StrSplit(text_, '\n')) {
      if (number == break_after_) {
        broken_ = true;
        break;
      }
      ++number;
      if (line.empty()) continue;
      received_->emplace_back(line.data(), line.size());
      results->push_back(Answer(number, received_->back()));
    }
    return !results->empty();
  }

  absl::Status Finish() override {
    return broken_ ? absl::UnavailableError("Socket closed") : absl::OkStatus();
  }
  void Cancel() override {}

 private:
  static BulkResult Answer(int64_t number, const std::string& line) {
    if (line == "bad") {
      return {
          .record = number, .id = "x", .field = "title", .rule = "is missing"};
    }
    return {.record = number, .outcome = BulkResult::Outcome::kNew};
  }

  const int break_after_;
  std::vector<std::string>* const received_;
  v1::IngestHeader header_;
  std::mutex mu_;
  std::condition_variable changed_;
  std::string text_;
  bool closed_ = false;
  bool answered_ = false;
  bool broken_ = false;
};

class BulkUploadTest : public testing::Test {
 protected:
  BulkUploadTest()
      : path_(testing::TempDir() + "bulk_upload_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()),
        client_({.server = "127.0.0.1:1"}) {
    console_.out = &out_;
    console_.err = &err_;
    session_.console = &console_;
    session_.client = &client_;
    session_.clock = &clock_;
    session_.sleep = [this](absl::Duration wait) { waits_.push_back(wait); };
  }
  ~BulkUploadTest() override { std::filesystem::remove(path_); }

  void Write(const std::string& text) { std::ofstream(path_) << text; }

  // Uploads over streams that break as told, the last one over and over.
  absl::Status Upload(std::vector<int> breaks, BulkOptions options = {}) {
    options.noun = "paper";
    size_t stream = 0;
    BulkUpload upload(&session_, options, path_, [&] {
      const int at = breaks[std::min(stream++, breaks.size() - 1)];
      return std::make_unique<ScriptedStream>(at, &received_);
    });
    absl::Status status = upload.Run();
    tally_ = upload.tally();
    return status;
  }

  const std::string path_;
  std::ostringstream out_, err_;
  Console console_;
  Client client_;
  SystemClock clock_;
  Session session_ = {};
  std::vector<absl::Duration> waits_;
  std::vector<std::string> received_;
  BulkTally tally_;
};

TEST_F(BulkUploadTest, CountsWhatBecameOfEachRecord) {
  Write("a\nbad\nb\n");
  EXPECT_TRUE(Upload({-1}).ok());
  EXPECT_EQ(tally_.created, 2);
  EXPECT_EQ(tally_.refused, 1);
  EXPECT_EQ(err_.str(), path_ + ":2: title: is missing (x)\n");
}

TEST_F(BulkUploadTest, GoesOnAfterTheLastAcknowledgedLine) {
  Write("a\nb\nc\nbad\ne\n");
  const absl::Status status = Upload({2, 3, -1});
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(received_, ElementsAre("a", "b", "c", "bad", "e"));
  EXPECT_EQ(tally_.created, 4);
  EXPECT_THAT(err_.str(), HasSubstr(":4: title: is missing"));
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(1), absl::Seconds(3)));
}

TEST_F(BulkUploadTest, GivesUpAfterThreeRetriesAndSaysHowFarItCame) {
  Write("a\nb\nc\n");
  const absl::Status status = Upload({2});
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(waits_.size(), 3u);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("after 2 acknowledged records"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("run it again"));
}

TEST_F(BulkUploadTest, ShowsTwentyRefusalsUnlessAskedForAll) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "bad\n";
  Write(text);
  EXPECT_TRUE(Upload({-1}).ok());
  EXPECT_EQ(tally_.refused, 30);
  EXPECT_THAT(err_.str(), HasSubstr(":20: title"));
  EXPECT_THAT(err_.str(), Not(HasSubstr(":21: title")));
  EXPECT_THAT(err_.str(), HasSubstr("--verbose"));
  err_.str("");
  EXPECT_TRUE(Upload({-1}, {.verbose = true}).ok());
  EXPECT_THAT(err_.str(), HasSubstr(":30: title"));
}

TEST_F(BulkUploadTest, SendsWhatLiesBeforeTheDamageOfAFile) {
  // A gzip member and the header of another one.
  Write(
      std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\xe4\x4a\xe2"
                  "\x02\x00",
                  16));
  const absl::Status status = Upload({-1});
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(path_ + " is truncated"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("the 2 records before"));
  EXPECT_THAT(received_, ElementsAre("a", "b"));
}

TEST_F(BulkUploadTest, NamesAFileThatIsNotThere) {
  const absl::Status status = Upload({-1});
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(path_ + " cannot be opened"));
}

}  // namespace
}  // namespace broadsheet::cli
