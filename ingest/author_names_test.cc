#include "ingest/author_names.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/bibtex_names.h"
#include "ingest/name_parts.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SplitArxivAuthors, SeparatesAtCommasAndAnd) {
  EXPECT_THAT(SplitArxivAuthors("C. Bal\\'azs, E. L. Berger and P. Nadolsky"),
              ElementsAre("C. Bal\u00e1zs", "E. L. Berger", "P. Nadolsky"));
  EXPECT_THAT(SplitArxivAuthors("Nceba Mhlahlo,\n  Brian Warner, and A. Ray"),
              ElementsAre("Nceba Mhlahlo", "Brian Warner", "A. Ray"));
  EXPECT_THAT(SplitArxivAuthors("A. Ray \\& B. Fox; C. Low"),
              ElementsAre("A. Ray", "B. Fox", "C. Low"));
  EXPECT_THAT(SplitArxivAuthors("Sandy Anderson"),
              ElementsAre("Sandy Anderson"));
}

TEST(SplitArxivAuthors, SetsInitialsApart) {
  EXPECT_THAT(
      SplitArxivAuthors("J.P.Hague, N.d'Ambrumenil, C.-P. Yuan, Z. -X. Shen"),
      ElementsAre("J. P. Hague", "N. d'Ambrumenil", "C.-P. Yuan",
                  "Z.-X. Shen"));
  EXPECT_THAT(SplitArxivAuthors("\\'E.T. Ray, Yu.N. Fox, Ann.Low"),
              ElementsAre("\u00c9. T. Ray", "Yu. N. Fox", "Ann.Low"));
}

TEST(SplitArxivAuthors, DropsAffiliations) {
  EXPECT_THAT(
      SplitArxivAuthors("A. S. Mishchenko (1 and 2) and N. Nagaosa (1 and 3) "
                        "((1) CREST, Japan\n  Agency, (2) Centre ``K'')"),
      ElementsAre("A. S. Mishchenko", "N. Nagaosa"));
  EXPECT_THAT(SplitArxivAuthors("A. Ray (MIT, (Lab, 2)), B. Fox(Oxford)"),
              ElementsAre("A. Ray", "B. Fox"));
  EXPECT_THAT(SplitArxivAuthors("A. Ray$^{1,2}$, B. Fox$^*$, C. Low*"),
              ElementsAre("A. Ray", "B. Fox", "C. Low"));
}

TEST(SplitArxivAuthors, ReadsOnAfterParenthesesThatDoNotMatch) {
  EXPECT_THAT(SplitArxivAuthors("A. Ray (MIT, B. Fox"),
              ElementsAre("A. Ray", "B. Fox"));
  EXPECT_THAT(SplitArxivAuthors("A. Ray), B. Fox"),
              ElementsAre("A. Ray", "B. Fox"));
}

TEST(SplitArxivAuthors, KeepsSuffixesWithTheirNames) {
  EXPECT_THAT(SplitArxivAuthors("J. Kent, Jr., B. Fox, III and C. Low Sr."),
              ElementsAre("J. Kent Jr.", "B. Fox III", "C. Low Sr."));
}

TEST(SplitArxivAuthors, TakesAGroupForAnAuthor) {
  EXPECT_THAT(SplitArxivAuthors("Mark Scott for the NuPRISM and Hyper-K "
                                "collaborations"),
              ElementsAre("Mark Scott", "NuPRISM and Hyper-K collaborations"));
  EXPECT_THAT(
      SplitArxivAuthors("A. Ray, on behalf of the ATLAS Collaboration and B. "
                        "Fox, C. Low"),
      ElementsAre("A. Ray", "ATLAS Collaboration", "B. Fox", "C. Low"));
  EXPECT_THAT(SplitArxivAuthors("The D0 Collaboration: V. Abazov, et al."),
              ElementsAre("The D0 Collaboration", "V. Abazov"));
}

TEST(SplitArxivAuthors, FindsNobodyInWhatHasNoNames) {
  EXPECT_THAT(SplitArxivAuthors(""), IsEmpty());
  EXPECT_THAT(SplitArxivAuthors(", and (x), 1, 2 and *"), IsEmpty());
}

TEST(SplitBibtexAuthors, TurnsNamesRound) {
  EXPECT_THAT(
      SplitBibtexAuthors("Knuth, Donald E. and {van der Berg}, Jan and\n"
                         "Kent, Jr., J. and Ada Lovelace and {Barnes and "
                         "Noble} and G\\\"odel, K. and others"),
      ElementsAre("Donald E. Knuth", "Jan van der Berg", "J. Kent Jr.",
                  "Ada Lovelace", "Barnes and Noble", "K. G\u00f6del"));
}

TEST(SplitAuthors, TellsTheTwoWaysApart) {
  EXPECT_THAT(SplitAuthors("Knuth, Donald and Lamport, Leslie"),
              ElementsAre("Donald Knuth", "Leslie Lamport"));
  EXPECT_THAT(SplitAuthors("Knuth, Donald E."), ElementsAre("Donald E. Knuth"));
  EXPECT_THAT(SplitAuthors("Donald Knuth, Leslie Lamport"),
              ElementsAre("Donald Knuth", "Leslie Lamport"));
  EXPECT_THAT(SplitAuthors("A. Ray, B. Fox, and C. Low"),
              ElementsAre("A. Ray", "B. Fox", "C. Low"));
  EXPECT_THAT(SplitAuthors("A. Ray and J. Kent, Jr."),
              ElementsAre("A. Ray", "J. Kent Jr."));
}

// Quadratic time would take longer than the limit of a test.
TEST(SplitAuthors, EndsOnLongHostileText) {
  for (std::string part : {"(", ")", "()", "(,", "$^", "and ", ",", " for the ",
                           "a.", "{", ". -", "A, b and ", "Jr., "}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    SplitAuthors(text);
    SplitArxivAuthors(text);
    SplitBibtexAuthors(text);
  }
}

TEST(JoinName, LeavesMissingPartsOut) {
  EXPECT_EQ(JoinName("C. F.", "Gauss", "Jr."), "C. F. Gauss Jr.");
  EXPECT_EQ(JoinName("", "The Lab", ""), "The Lab");
}

}  // namespace
}  // namespace broadsheet::ingest
