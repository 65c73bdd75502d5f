// Reads the real files that lie beside the repository; skips where they do not.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/paper_normalizer.h"
#include "ingest/recording_sink.h"

namespace broadsheet::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::filesystem::path SharedDir() {
  const char* dir = std::getenv("BROADSHEET_SHARED_DIR");
  if (dir != nullptr) return dir;
  return std::filesystem::path(BROADSHEET_SOURCE_DIR) / ".." / "shared";
}

class SharedOaiTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(dir_)) GTEST_SKIP() << dir_ << " is not there";
  }

  RecordingSink<v1::Paper> Read(const std::string& name) {
    std::ifstream file(dir_ / name, std::ios::binary);
    EXPECT_TRUE(file.good()) << name;
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    RecordingSink<v1::Paper> sink;
    OaiXmlReader reader(&sink);
    reader.Feed(text);
    reader.Finish();
    return sink;
  }

  const std::filesystem::path dir_ = SharedDir() / "data" / "oai";
};

TEST_F(SharedOaiTest, ReadsEveryArxivRecordAndFindsItNormal) {
  const SystemClock clock;
  const PaperNormalizer normalizer({.source = "arxiv-oai"}, &clock);
  for (const auto& entry : std::filesystem::directory_iterator(dir_)) {
    const std::string name = entry.path().filename();
    if (name.find("arxiv") == std::string::npos) continue;
    RecordingSink<v1::Paper> sink = Read(name);
    EXPECT_THAT(sink.rules, IsEmpty()) << name;
    EXPECT_FALSE(sink.records.empty()) << name;
    for (v1::Paper& paper : sink.records) {
      const auto violation = normalizer.Normalize(&paper);
      EXPECT_FALSE(violation) << name << " " << violation->rule;
      EXPECT_FALSE(paper.title().empty() || paper.abstract().empty()) << name;
      EXPECT_FALSE(paper.authors().empty()) << name;
      EXPECT_FALSE(paper.categories().empty()) << name;
    }
  }
}

TEST_F(SharedOaiTest, TellsEveryProtocolErrorApart) {
  for (const char* code : {"badArgument", "badResumptionToken",
                           "cannotDisseminateFormat", "idDoesNotExist"}) {
    const auto sink = Read(std::string(code) + ".xml");
    ASSERT_EQ(sink.rules.size(), 1) << code;
    EXPECT_THAT(sink.rules[0], HasSubstr(code));
  }
  EXPECT_THAT(Read("noRecordsMatch.xml").rules, IsEmpty());
  EXPECT_THAT(Read("ListRecordsBroken.xml").rules[0],
              HasSubstr("not well-formed"));
}

}  // namespace
}  // namespace broadsheet::ingest
