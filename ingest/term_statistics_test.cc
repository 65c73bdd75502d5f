#include "ingest/term_statistics.h"

#include <vector>

#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

TermId Term(uint64_t number) { return PhraseId(number, 1); }

// Paper `number`: every term k that divides it, and 100 of its own.
std::vector<TermId> TermsOf(uint64_t number) {
  std::vector<TermId> terms;
  for (uint64_t k = 1; k <= 10; ++k) {
    if (number % k == 0) terms.push_back(Term(k));
  }
  for (uint64_t i = 0; i < 100; ++i)
    terms.push_back(Term(1000 + number * 100 + i));
  return terms;
}

TEST(TermStatistics, CountsPapersOfATerm) {
  TermStatistics statistics;
  EXPECT_EQ(statistics.Frequency(Term(1)), 0);
  for (uint64_t i = 1; i <= 20; ++i) statistics.Observe(TermsOf(i));
  EXPECT_EQ(statistics.documents(), 20);
  EXPECT_EQ(statistics.Frequency(Term(1)), 20);
  EXPECT_EQ(statistics.Frequency(Term(2)), 10);
  EXPECT_EQ(statistics.Frequency(Term(7)), 2);
  EXPECT_EQ(statistics.Frequency(Term(999)), 0);
}

TEST(TermStatistics, TellsWhatWasBeforeWhenItCounts) {
  TermStatistics statistics;
  const std::vector<TermId> terms = {Term(1), Term(2)};
  std::vector<uint32_t> frequencies;
  statistics.Observe(terms, &frequencies);
  EXPECT_EQ(frequencies, (std::vector<uint32_t>{0, 0}));
  statistics.Observe({terms.data(), 1});
  statistics.Observe(terms, &frequencies);
  EXPECT_EQ(frequencies, (std::vector<uint32_t>{2, 1}));
  EXPECT_EQ(statistics.documents(), 3);
}

TEST(TermStatistics, StaysCloseWhenItIsFullOfRareTerms) {
  TermStatistics statistics;
  for (uint64_t i = 1; i <= 20'000; ++i) statistics.Observe(TermsOf(i));
  for (uint64_t k = 1; k <= 10; ++k) {
    const double real = 20'000.0 / static_cast<double>(k);
    EXPECT_NEAR(static_cast<double>(statistics.Frequency(Term(k))), real,
                0.03 * real);
  }
  // What never came is near nothing although 2,000,000 terms share the cells.
  EXPECT_LT(statistics.Frequency(Term(999)), 10);
}

TEST(TermStatistics, HalvesItselfBeforeItFillsUp) {
  TermStatistics statistics;
  const std::vector<TermId> terms = {Term(1)};
  for (uint64_t i = 0; i < TermStatistics::kMaxDocuments; ++i) {
    statistics.Observe(terms);
  }
  EXPECT_EQ(statistics.documents(), TermStatistics::kMaxDocuments / 2);
  EXPECT_EQ(statistics.Frequency(Term(1)), TermStatistics::kMaxDocuments / 2);
}

TEST(TermStatistics, BecomesBytesAndComesBack) {
  TermStatistics statistics;
  for (uint64_t i = 1; i <= 20; ++i) statistics.Observe(TermsOf(i));
  const std::string bytes = statistics.Serialize();
  EXPECT_LT(bytes.size(), 2u << 20);
  TermStatistics other;
  ASSERT_TRUE(other.Parse(bytes).ok());
  EXPECT_EQ(other.documents(), 20);
  EXPECT_EQ(other.Frequency(Term(2)), 10);
  EXPECT_EQ(other.Serialize(), bytes);
}

TEST(TermStatistics, RefusesDamagedBytes) {
  TermStatistics statistics;
  statistics.Observe(TermsOf(1));
  std::string bytes = statistics.Serialize();
  bytes[5000] = static_cast<char>(bytes[5000] + 1);
  TermStatistics other;
  EXPECT_FALSE(other.Parse(bytes).ok());
  EXPECT_FALSE(other.Parse("").ok());
  EXPECT_FALSE(other.Parse(bytes.substr(1)).ok());
  EXPECT_EQ(other.documents(), 0);
}

TEST(TermStatistics, AddsWhatGrewElsewhere) {
  TermStatistics base;
  base.Observe(TermsOf(2));
  TermStatistics now;
  ASSERT_TRUE(now.Parse(base.Serialize()).ok());
  now.Observe(TermsOf(4));
  now.Observe(TermsOf(6));
  TermStatistics stored;
  ASSERT_TRUE(stored.Parse(base.Serialize()).ok());
  stored.Observe(TermsOf(8));
  stored.AddGrowth(base, now);
  EXPECT_EQ(stored.documents(), 4);
  EXPECT_EQ(stored.Frequency(Term(2)), 4);
}

}  // namespace
}  // namespace broadsheet::ingest
