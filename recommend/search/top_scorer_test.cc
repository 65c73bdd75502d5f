#include "recommend/search/top_scorer.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "recommend/search/match.h"

namespace broadsheet::recommend {
namespace {

// Papers of random words, some frequent and some rare.
class RandomIndex {
 public:
  explicit RandomIndex(uint32_t seed) : random_(seed) {}

  void Put(DocId doc) {
    std::map<uint32_t, Frequency> counts;
    FieldLengths lengths;
    std::vector<uint32_t> order;
    const int words = 3 + static_cast<int>(random_() % 30);
    for (int i = 0; i < words; ++i) {
      const uint32_t word = DrawWord();
      if (i < 3) {
        ++counts[word].title;
        ++lengths.title;
      } else {
        ++counts[word].abstract;
        ++lengths.abstract;
      }
      order.push_back(word);
    }
    std::vector<PaperTerm> terms;
    std::map<uint32_t, uint16_t> places;
    for (const auto& [word, count] : counts) {
      terms.push_back({absl::StrCat("w", word), count});
      places[word] = static_cast<uint16_t>(terms.size());
    }
    std::vector<uint16_t> stream;
    for (const uint32_t word : order) stream.push_back(places[word]);
    index.Put(doc, terms, lengths, stream);
    docs.insert(std::lower_bound(docs.begin(), docs.end(), doc), doc);
    docs.erase(std::unique(docs.begin(), docs.end()), docs.end());
  }
  void Remove(DocId doc) {
    index.Remove(doc);
    std::erase(docs, doc);
  }
  // Half of the draws are of few words.
  uint32_t DrawWord() {
    const uint32_t range = random_() % 2 == 0 ? 6 : 400;
    return static_cast<uint32_t>(random_() % range);
  }
  uint32_t Draw(uint32_t range) {
    return static_cast<uint32_t>(random_() % range);
  }

  InvertedIndex index;
  std::vector<DocId> docs;

 private:
  std::mt19937 random_;
};

TopScorer::Request MakeRequest(RandomIndex* made, Coverage* coverage,
                               size_t limit) {
  TopScorer::Request request;
  uint32_t mark = 1;
  const uint32_t words = 1 + made->Draw(5);
  for (uint32_t i = 0; i < words; ++i) {
    const auto term = made->index.Find(absl::StrCat("w", made->DrawWord()));
    if (!term || made->index.Postings(*term).size() == 0) continue;
    const FrequencyCode fields = made->Draw(4) == 0 ? kTitleBits : kAllFields;
    request.terms.push_back({*term, made->index.Idf(*term), mark, fields});
    coverage->AddWord({mark}, made->index.Idf(*term));
    mark <<= 1;
  }
  request.coverage = coverage;
  request.limit = limit;
  request.admits = [](DocId doc) { return doc % 7 != 3; };
  request.before = [](DocId a, DocId b) { return a > b; };
  return request;
}

// Scores every paper by itself.
std::vector<TextHit> Exhaustive(const RandomIndex& made,
                                const TopScorer::Request& request) {
  std::vector<TextHit> hits;
  for (const DocId doc : made.docs) {
    if (!request.admits(doc)) continue;
    const TextHit hit = TopScorer(&made.index).Score(request, doc);
    if (hit.marks != 0) hits.push_back(hit);
  }
  std::sort(hits.begin(), hits.end(), [&](const auto& a, const auto& b) {
    return a.score != b.score ? a.score > b.score
                              : request.before(a.doc, b.doc);
  });
  if (hits.size() > request.limit) hits.resize(request.limit);
  return hits;
}

void ExpectEqualToExhaustive(RandomIndex* made) {
  for (int i = 0; i < 60; ++i) {
    Coverage coverage(0.5);
    const auto request =
        MakeRequest(made, &coverage, i % 3 == 0 ? 1000 : 1 + i);
    const auto found = TopScorer(&made->index).Find(request).hits;
    const auto all = Exhaustive(*made, request);
    ASSERT_EQ(found.size(), all.size());
    for (size_t n = 0; n < all.size(); ++n) {
      ASSERT_EQ(found[n].doc, all[n].doc) << "place " << n;
      ASSERT_EQ(found[n].score, all[n].score);
      ASSERT_EQ(found[n].marks, all[n].marks);
    }
  }
}

TEST(TopScorer, FindsExactlyWhatScoringAllPapersDoes) {
  RandomIndex made(1);
  for (DocId doc = 0; doc < 9'000; ++doc) made.Put(doc);
  ExpectEqualToExhaustive(&made);
}

TEST(TopScorer, StaysExactWhilePapersChangeAndGo) {
  RandomIndex made(2);
  for (int round = 0; round < 8; ++round) {
    for (int i = 0; i < 1'500; ++i) {
      // Numbers far apart make wide blocks.
      const DocId doc = made.Draw(4'000) * (round % 2 == 0 ? 1 : 50);
      if (made.Draw(4) == 0) {
        made.Remove(doc);
      } else {
        made.Put(doc);
      }
    }
    ExpectEqualToExhaustive(&made);
  }
}

TEST(Coverage, CountsWordsByTheirIdf) {
  Coverage coverage(0.5);
  coverage.AddWord({1}, 8);
  coverage.AddWord({2, 0x200}, 2);
  coverage.AddWord({}, 6);
  EXPECT_DOUBLE_EQ(coverage.Factor(0), 0.5);
  EXPECT_DOUBLE_EQ(coverage.Factor(1), 0.5 + 0.5 * 8 / 16);
  EXPECT_DOUBLE_EQ(coverage.Factor(2), 0.5 + 0.5 * 2 / 16);
  EXPECT_DOUBLE_EQ(coverage.Factor(0x203), 0.5 + 0.5 * 10 / 16);
  EXPECT_DOUBLE_EQ(coverage.Share(1), 1.0 / 3) << "the share is of words";
}

TEST(TopScorer, EndsWithTheBestSoFarWhenTimeIsOut) {
  RandomIndex made(3);
  for (DocId doc = 0; doc < 200'000; doc += 40) made.Put(doc);
  Coverage coverage(0.5);
  auto request = MakeRequest(&made, &coverage, 10);
  request.terms = {{*made.index.Find("w1"), 1, 1}};
  request.out_of_time = [] { return true; };
  const auto result = TopScorer(&made.index).Find(request);
  EXPECT_TRUE(result.partial);
  EXPECT_EQ(result.hits.size(), 10u);
}

std::vector<DocId> MatchesOf(const InvertedIndex& index,
                             const std::vector<MatchGroup>& groups) {
  std::vector<const MatchGroup*> all;
  for (const MatchGroup& group : groups) all.push_back(&group);
  std::vector<DocId> docs;
  VisitMatches(index, all, [&](DocId doc) {
    docs.push_back(doc);
    return true;
  });
  return docs;
}

TEST(VisitMatches, FindsThePapersThatMatchEachOfTheGroups) {
  RandomIndex made(4);
  for (DocId doc = 0; doc < 3'000; ++doc) made.Put(doc);
  for (int i = 0; i < 100; ++i) {
    std::vector<MatchGroup> groups(1 + made.Draw(3));
    for (MatchGroup& group : groups) {
      const uint32_t alternatives = 1 + made.Draw(2);
      for (uint32_t n = 0; n < alternatives; ++n) {
        MatchAlternative one;
        one.phrase = made.Draw(2) == 0;
        one.terms = {*made.index.Find(absl::StrCat("w", made.Draw(6))),
                     *made.index.Find(absl::StrCat("w", made.Draw(6)))};
        group.any_of.push_back(one);
      }
    }
    std::vector<DocId> expected;
    for (const DocId doc : made.docs) {
      if (std::all_of(groups.begin(), groups.end(), [&](const auto& group) {
            return Matches(made.index, group, doc);
          })) {
        expected.push_back(doc);
      }
    }
    ASSERT_EQ(MatchesOf(made.index, groups), expected);
  }
}

TEST(PaperTerms, KnowsWhichWordsAreSideBySideWithinAField) {
  // "a b c" in the title, "b a" in the abstract.
  const PaperTerms terms({{7, kTitleBits}, {3, kTitleBits}, {5, kTitleBits}},
                         {1, 2, 3, kFieldEnd, 2, 1, kFieldEnd});
  const auto has = [&](std::vector<TermId> phrase, FrequencyCode fields) {
    return terms.HasPhrase(phrase, fields);
  };
  EXPECT_TRUE(has({7, 3, 5}, kAllFields));
  EXPECT_FALSE(has({7, 5}, kAllFields));
  EXPECT_FALSE(has({5, 3}, kAllFields)) << "crosses the end of a field";
  EXPECT_TRUE(has({3, 7}, kAllFields));
  EXPECT_FALSE(has({3, 7}, kTitleBits));
  EXPECT_FALSE(has({9}, kAllFields));
  EXPECT_FALSE(has({}, kAllFields));
}

TEST(PostingList, HoldsWhatWasPutInByNumber) {
  std::mt19937 random(5);
  PostingList list;
  std::map<DocId, FrequencyCode> expected;
  for (int i = 0; i < 20'000; ++i) {
    const DocId doc = static_cast<DocId>(random() % 300'000);
    const auto code = static_cast<FrequencyCode>(1 + random() % 255);
    if (expected.contains(doc)) {
      list.Erase(doc);
      expected.erase(doc);
    } else {
      list.Insert(doc, code, static_cast<float>(code));
      expected[doc] = code;
    }
  }
  EXPECT_EQ(list.size(), expected.size());
  auto next = expected.begin();
  for (PostingCursor cursor(&list); !cursor.AtEnd(); cursor.Next(), ++next) {
    ASSERT_EQ(cursor.doc(), next->first);
    ASSERT_EQ(cursor.code(), next->second);
    ASSERT_LE(cursor.code(), cursor.block().bound);
  }
  EXPECT_TRUE(next == expected.end());
  PostingCursor cursor(&list);
  for (DocId doc = 0; doc < 310'000; doc += 1 + doc % 499) {
    cursor.Seek(doc);
    const auto at = expected.lower_bound(doc);
    ASSERT_EQ(cursor.AtEnd(), at == expected.end());
    if (!cursor.AtEnd()) {
      ASSERT_EQ(cursor.doc(), at->first);
    }
  }
}

}  // namespace
}  // namespace broadsheet::recommend
