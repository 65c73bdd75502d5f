#include "recommend/diversifier.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/models/random.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DiversifierTest : public ::testing::Test {
 protected:
  // The number of a new paper.
  DocId Add(const std::string& words, const std::string& author = "") {
    v1::Paper paper =
        MakePaper(absl::StrCat("p", model_.catalogue().size()), words);
    if (!author.empty()) paper.add_authors(author);
    ApplyRow(MakeRow(paper), &model_);
    return *model_.catalogue().Find(paper.id());
  }
  std::vector<DocId> Docs(const std::vector<Candidate>& candidates) const {
    std::vector<DocId> docs;
    for (const Candidate& candidate : candidates) docs.push_back(candidate.doc);
    return docs;
  }

  ReadModel model_;
};

TEST_F(DiversifierTest, PutsSomethingElseBetweenPapersThatAreAlike) {
  const DocId first = Add("galaxies stars dust");
  const DocId same = Add("galaxies stars dust");
  const DocId other = Add("proteins cells membrane");
  Add("words for the index");
  const std::vector<Candidate> candidates = {
      {first, 1, {}}, {same, 0.9, {}}, {other, 0.7, {}}, {3, 0, {}}};
  EXPECT_THAT(Docs(Diversify(model_, candidates, 3)),
              ElementsAre(first, other, same));
  EXPECT_THAT(Docs(Diversify(model_, candidates, 3, {.lambda = 1})),
              ElementsAre(first, same, other));
}

TEST_F(DiversifierTest, GivesAnAuthorTheirShareAndTheRestAtTheEnd) {
  std::vector<Candidate> candidates;
  for (int i = 0; i < 5; ++i) {
    candidates.push_back({Add("", "Prolific Author"), 1 - 0.01 * i, {}});
  }
  for (int i = 0; i < 3; ++i) {
    candidates.push_back({Add("", absl::StrCat("Author ", i)), 0.1, {}});
  }
  EXPECT_THAT(Docs(Diversify(model_, candidates, 8)),
              ElementsAre(0, 1, 5, 6, 7, 2, 3, 4));
  EXPECT_THAT(
      Docs(Diversify(model_, candidates, 4, {.max_papers_of_author = 1})),
      ElementsAre(0, 5, 6, 7));
}

TEST_F(DiversifierTest, TakesEqualOnesInTheOrderGiven) {
  const std::vector<Candidate> candidates = {
      {Add(""), 1, {}}, {Add(""), 1, {}}, {Add(""), 1, {}}};
  EXPECT_THAT(Docs(Diversify(model_, candidates, 3)), ElementsAre(0, 1, 2));
}

TEST_F(DiversifierTest, EndsWithTheCandidates) {
  EXPECT_THAT(Diversify(model_, {}, 10), IsEmpty());
  const DocId only = Add("galaxies");
  EXPECT_THAT(Diversify(model_, {{only, 1, {}}}, 10), SizeIs(1));
  EXPECT_THAT(Diversify(model_, {{only, 1, {}}}, 0), IsEmpty());
}

// The definition, word by word, without authors.
std::vector<DocId> Plainly(const ReadModel& model,
                           const std::vector<Candidate>& candidates,
                           size_t limit, double lambda) {
  std::vector<ContentVector> vectors;
  for (const Candidate& c : candidates) {
    vectors.push_back(model.content().VectorOf(c.doc, 32));
  }
  const double best = candidates.front().score;
  const double worst = candidates.back().score;
  std::vector<size_t> picked;
  while (picked.size() < limit) {
    size_t next = candidates.size();
    double most = -std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (std::find(picked.begin(), picked.end(), i) != picked.end()) continue;
      double closest = 0;
      for (const size_t other : picked) {
        closest = std::max(closest, Cosines(vectors[other]).To(vectors[i])[0]);
      }
      const double value =
          lambda * (candidates[i].score - worst) / (best - worst) -
          (1 - lambda) * closest;
      if (value > most) {
        most = value;
        next = i;
      }
    }
    picked.push_back(next);
  }
  std::vector<DocId> docs;
  for (const size_t i : picked) docs.push_back(candidates[i].doc);
  return docs;
}

TEST_F(DiversifierTest, PicksWhatTheDefinitionSays) {
  Random random(5);
  std::vector<Candidate> candidates;
  for (int i = 0; i < 120; ++i) {
    std::set<std::string> words;
    while (words.size() < 6) words.insert(absl::StrCat("w", random.Below(30)));
    std::string text;
    for (const std::string& word : words) absl::StrAppend(&text, word, " ");
    candidates.push_back({Add(text), 1 / (1 + 0.03 * i), {}});
  }
  for (const double lambda : {0.3, 0.75, 0.95}) {
    const auto list = Diversify(model_, candidates, 40, {.lambda = lambda});
    EXPECT_EQ(Docs(list), Plainly(model_, candidates, 40, lambda));
    for (size_t i = 1; i < list.size(); ++i) {
      EXPECT_LE(list[i].score, list[i - 1].score);
    }
  }
}

}  // namespace
}  // namespace broadsheet::recommend
