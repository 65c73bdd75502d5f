// Papers from a file to the lists.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(IngestedPaper, IsFoundBySearchAsSoonAsItIsAcknowledged) {
  Newspaper newspaper;
  const std::string file = newspaper.File("papers.jsonl", MadePapers(40));
  const CommandResult ingest = newspaper.Cli({"ingest", file});
  EXPECT_EQ(ingest.exit_code, 0) << ingest.errors;
  EXPECT_THAT(ingest.output, HasSubstr("40 created"));
  newspaper.WaitForPapers(40);

  const CommandResult search =
      newspaper.Cli({"search", "study 7 of coral reef", "--json"});
  EXPECT_EQ(search.exit_code, 0) << search.errors;
  ASSERT_FALSE(Newspaper::Ids(search).empty());
  EXPECT_EQ(Newspaper::Ids(search).front(), MadeId(7));
}

TEST(IngestedPaper, ThatIsInAlreadyChangesNothing) {
  Newspaper newspaper;
  const std::string file = newspaper.File("papers.jsonl", MadePapers(40));
  newspaper.Cli({"ingest", file});
  newspaper.WaitForPapers(40);
  const int64_t changes = newspaper.Rows("changes");
  EXPECT_GE(changes, 40);

  const CommandResult again = newspaper.Cli({"ingest", file});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_THAT(again.output, HasSubstr("40 unchanged"));
  EXPECT_EQ(newspaper.Rows("papers"), 40);
  EXPECT_EQ(newspaper.Rows("changes"), changes);
}

TEST(IngestedPaper, IsReplacedByALaterVersion) {
  Newspaper newspaper;
  newspaper.Cli({"ingest", newspaper.File("papers.jsonl", MadePapers(3))});
  const CommandResult ingest = newspaper.Cli(
      {"ingest",
       newspaper.File("new.jsonl", R"({"id":"2601.00002","title":"Zebrafish"})"
                                   "\n")});
  EXPECT_THAT(ingest.output, HasSubstr("1 updated"));
  EXPECT_THAT(newspaper.Cli({"show", "2601.00002"}).output,
              HasSubstr("Zebrafish"));
}

TEST(IngestedPaper, OfOaiPmhIsTakenFromAFile) {
  Newspaper newspaper;
  const std::string file = newspaper.File("record.xml", R"(<?xml version="1.0"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-01-05T00:00:00Z</responseDate>
<request verb="ListRecords">http://127.0.0.1/oai</request>
<ListRecords><record><header>
<identifier>oai:arXiv.org:2601.09999</identifier>
<datestamp>2026-01-05</datestamp></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
<id>2601.09999</id><created>2026-01-04</created>
<authors><author><keyname>Example</keyname><forenames>Ada</forenames></author>
</authors><title>Quokkas of the north</title><categories>q-bio.PE</categories>
<abstract>They are not there.</abstract></arXiv></metadata></record>
</ListRecords></OAI-PMH>)");
  const CommandResult ingest = newspaper.Cli({"ingest", file});
  EXPECT_EQ(ingest.exit_code, 0) << ingest.errors;
  EXPECT_THAT(newspaper.Cli({"show", "2601.09999"}).output,
              HasSubstr("Quokkas of the north"));
}

}  // namespace
}  // namespace broadsheet::testing
