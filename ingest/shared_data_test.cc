// Reads the real files that lie beside the repository; skips where they do not.

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "common/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/author_names.h"
#include "ingest/enricher.h"
#include "ingest/json_paper_parser.h"
#include "ingest/kaggle_paper_parser.h"
#include "ingest/oai_xml_reader.h"
#include "ingest/paper_extras.h"
#include "ingest/paper_normalizer.h"
#include "ingest/recording_sink.h"
#include "simdjson.h"
#include "zlib.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAreArray;
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

// Whatever a server sends is read or refused; nothing is left out.
TEST_F(SharedOaiTest, AnswersForEveryFile) {
  for (const auto& entry : std::filesystem::directory_iterator(dir_)) {
    const std::string name = entry.path().filename();
    const auto sink = Read(name);
    if (name == "noRecordsMatch.xml") continue;
    EXPECT_GT(sink.records.size() + sink.rules.size(), 0) << name;
    for (const std::string& rule : sink.rules) {
      EXPECT_THAT(rule, HasSubstr(" is ")) << name;
    }
  }
}

class SharedKaggleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(file_)) {
      GTEST_SKIP() << file_ << " is not there";
    }
    std::ifstream file(file_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    KagglePaperReader reader(&sink_);
    reader.Feed(text);
    reader.Finish();
  }

  const std::filesystem::path file_ =
      SharedDir() / "data" / "arxiv" / "kaggle-snapshot-200.jsonl";
  RecordingSink<v1::Paper> sink_;
};

TEST_F(SharedKaggleTest, ReadsEveryLineAndFindsItNormal) {
  const SystemClock clock;
  const PaperNormalizer normalizer({.source = "arxiv-kaggle"}, &clock);
  EXPECT_THAT(sink_.rules, IsEmpty());
  EXPECT_EQ(sink_.records.size(), 200);
  for (v1::Paper& paper : sink_.records) {
    const auto violation = normalizer.Normalize(&paper);
    ASSERT_FALSE(violation) << paper.id() << " " << violation->rule;
    EXPECT_FALSE(paper.title().empty() || paper.abstract().empty());
    EXPECT_EQ(paper.title().find('\n'), std::string::npos) << paper.title();
    EXPECT_FALSE(paper.published().empty()) << paper.id();
    EXPECT_FALSE(paper.versions().empty()) << paper.id();
    for (const std::string& name : paper.authors()) {
      EXPECT_EQ(name.find_first_of("\\{}()"), std::string::npos) << name;
    }
  }
}

// The snapshot has the authors both as they were written and taken apart.
TEST_F(SharedKaggleTest, TakesAuthorsApartAsTheSnapshotDoes) {
  std::ifstream file(file_, std::ios::binary);
  simdjson::dom::parser parser;
  for (const v1::Paper& paper : sink_.records) {
    std::string line;
    ASSERT_TRUE(std::getline(file, line));
    std::string_view raw;
    ASSERT_FALSE(parser.parse(line)["authors"].get(raw));
    EXPECT_THAT(SplitArxivAuthors(raw), ElementsAreArray(paper.authors()))
        << raw;
  }
}

// Lines of a gzip file.
std::vector<std::string> ReadLines(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::string text;
  gzFile file = gzopen(path.c_str(), "rb");
  std::vector<char> buffer(1 << 20);
  for (int got = 1; file != nullptr && got > 0;) {
    got = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()));
    if (got > 0) text.append(buffer.data(), static_cast<size_t>(got));
  }
  if (file != nullptr) gzclose(file);
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(SharedPapersTest, EnrichesEveryPaper) {
  const auto path = SharedDir() / "data" / "arxiv" / "papers.jsonl.gz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const SystemClock clock;
  const PaperNormalizer normalizer({.source = "jsonl"}, &clock);
  TermStatistics statistics;
  Enricher enricher(&statistics);
  JsonPaperParser parser;
  // Of the processor, whoever shares it.
  std::clock_t spent = 0;
  int papers = 0;
  for (const std::string& line : ReadLines(path)) {
    v1::Paper paper;
    ASSERT_FALSE(parser.Parse(line, &paper));
    ASSERT_FALSE(normalizer.Normalize(&paper));
    const std::clock_t start = std::clock();
    enricher.Enrich(&paper);
    spent += std::clock() - start;
    ++papers;
    EXPECT_FALSE(NormalizeExtras(&paper)) << paper.id();
    EXPECT_EQ(paper.keywords().empty(), paper.abstract().empty()) << paper.id();
    if (!paper.summary().ends_with("\u2026")) {
      EXPECT_THAT(paper.abstract(), HasSubstr(paper.summary()));
    }
    if (std::getenv("BROADSHEET_SHOW_PAPERS") != nullptr) {
      std::cout << paper.Utf8DebugString() << "\n";
    }
  }
  std::cout << papers << " papers, "
            << static_cast<double>(spent) * 1e6 / CLOCKS_PER_SEC / papers
            << " microseconds each\n";
}

}  // namespace
}  // namespace broadsheet::ingest
