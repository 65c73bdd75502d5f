// Bad records are refused one by one, with file, line, field and rule; the
// rest goes in; the exit code tells.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;

constexpr int kSomeRefused = 3;

// A line between two good ones, and what its refusal must say.
struct BadLine {
  const char* name;
  std::string line;
  const char* field;
};

std::string Quoted(const std::string& field, const std::string& value) {
  return absl::StrCat(R"({"id":"2601.00500",")", field, R"(":)", value, "}");
}

std::vector<BadLine> BadLines() {
  return {
      {"NotJson", "this is not JSON", ""},
      {"NoId", R"({"title":"Nameless"})", "id"},
      {"NeitherTitleNorAbstract", R"({"id":"2601.00500"})", "title"},
      {"WrongType", Quoted("title", "[1, 2]"), "title"},
      {"InvalidUtf8", Quoted("title", "\"\xff\xfe\""), ""},
      {"Nul", Quoted("title", R"("a\u0000b")"), "title"},
      {"HugeAbstract",
       absl::StrCat(R"({"id":"2601.00500","title":"t","abstract":")",
                    std::string(10'000'000, 'a'), "\"}"),
       "abstract"},
      {"FarFuture",
       R"({"id":"2601.00500","title":"t","first_seen":"9999-01-01"})",
       "announced"},
  };
}

TEST(BadLine, IsRefusedByFileLineAndFieldWhileTheRestGoesIn) {
  Newspaper newspaper;
  const std::vector<BadLine> lines = BadLines();
  for (const BadLine& bad : lines) {
    SCOPED_TRACE(bad.name);
    const std::string name = absl::StrCat(bad.name, ".jsonl");
    const std::string file = newspaper.File(
        name, absl::StrCat(MadePapers(1), bad.line, "\n", MadePapers(2)));
    const CommandResult ingest = newspaper.Cli({"ingest", file});
    EXPECT_EQ(ingest.exit_code, kSomeRefused);
    EXPECT_THAT(ingest.errors,
                HasSubstr(absl::StrCat(name, ":2: ", bad.field)));
    EXPECT_THAT(ingest.output, HasSubstr("1 refused"));
  }
  EXPECT_EQ(newspaper.Rows("papers"), 2);
  EXPECT_EQ(newspaper.Rows("dead_letters"), static_cast<int64_t>(lines.size()));
}

TEST(TruncatedGzip, IsNamedAfterWhatCameBeforeTheCutWentIn) {
  Newspaper newspaper;
  const std::string plain = newspaper.File("papers.jsonl", MadePapers(3000));
  const std::string cut = plain + ".cut.gz";
  ASSERT_EQ(RunCommand({"sh", "-c", "gzip -c $FROM | head -c 20000 >$TO"},
                       {"FROM=" + plain, "TO=" + cut})
                .exit_code,
            0);
  const CommandResult ingest = newspaper.Cli({"ingest", cut});
  EXPECT_EQ(ingest.exit_code, kSomeRefused) << ingest.errors;
  EXPECT_THAT(ingest.errors, HasSubstr("papers.jsonl.cut.gz"));
  EXPECT_GT(newspaper.Rows("papers"), 0);
}

TEST(HostileXml, IsRefusedAndNothingCrashes) {
  Newspaper newspaper;
  const std::string bomb = newspaper.File(
      "bomb.xml", R"(<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">)"
                  R"(<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>)");
  const std::string broken = newspaper.File("broken.xml", "<OAI-PMH><record>");
  const std::string encoding = newspaper.File(
      "encoding.xml",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH>\xe4</OAI-PMH>");
  for (const std::string& file : {bomb, broken, encoding}) {
    const CommandResult ingest = newspaper.Cli({"ingest", file});
    EXPECT_NE(ingest.exit_code, 0) << file;
    EXPECT_THAT(ingest.errors, HasSubstr(file.substr(file.rfind('/') + 1)));
  }
  EXPECT_TRUE(newspaper.service("ingest").Running());
}

TEST(BadEvent, IsRefusedByLineAndFieldWhileTheRestGoesIn) {
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(2))});
  const std::string file = newspaper.File(
      "events.jsonl",
      R"({"event_id":"1","reader":"ada","paper":"2601.00001","kind":"save"})"
      "\n"
      R"({"event_id":"2","reader":"ada","paper":"2601.00001","kind":"eat"})"
      "\n"
      R"({"event_id":"3","reader":"ada","paper":"2601.00002","kind":"view"})"
      "\n");
  const CommandResult events = newspaper.Cli({"events", file});
  EXPECT_EQ(events.exit_code, kSomeRefused);
  EXPECT_THAT(events.errors, HasSubstr("events.jsonl:2: kind"));
  EXPECT_THAT(events.output, HasSubstr("2 appended"));
}

TEST(CommandLine, SaysWhatIsWrongWithItsUse) {
  const std::string program = BinaryPath("broadsheet");
  const CommandResult flag = RunCommand({program, "search", "a", "--bogus"});
  EXPECT_EQ(flag.exit_code, 2);
  EXPECT_THAT(flag.errors, HasSubstr("--bogus"));
  // Nobody listens on port 1.
  const CommandResult nobody =
      RunCommand({program, "--server", "127.0.0.1:1", "search", "a"});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_THAT(nobody.errors, HasSubstr("127.0.0.1:1"));
}

TEST(CommandLine, NamesAFileThatIsNotThere) {
  Newspaper newspaper;
  const CommandResult missing =
      newspaper.Cli({"ingest", "/nonexistent/papers.jsonl"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.errors, HasSubstr("/nonexistent/papers.jsonl"));
}

}  // namespace
}  // namespace broadsheet::testing
