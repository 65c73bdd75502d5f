#include "ingest/known_words.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace broadsheet::ingest {
namespace {

KnownWords::Key Key(const std::string& word) {
  return KnownWords::KeyOf(word, 0, word.size());
}

TEST(KnownWords, TellsWhatItWasTold) {
  KnownWords known;
  known.Add(Key("graph"), {.term = 7});
  known.Add(Key("the"), {.term = 8, .stop = true});
  ASSERT_TRUE(known.Find(Key("graph")));
  EXPECT_EQ(known.Find(Key("graph"))->term, 7);
  EXPECT_FALSE(known.Find(Key("graph"))->stop);
  EXPECT_TRUE(known.Find(Key("the"))->stop);
  EXPECT_FALSE(known.Find(Key("graphs")));
}

TEST(KnownWords, KnowsAWordInsideOfATextAndAtItsEnd) {
  for (size_t size = 1; size <= KnownWords::kMaxBytes; ++size) {
    const std::string word(size, 'w');
    const std::string text = " " + word + std::string(30, 'x');
    EXPECT_EQ(KnownWords::KeyOf(text, 1, 1 + size), Key(word));
  }
}

TEST(KnownWords, ForgetsWordsButNeverMixesThemUp) {
  KnownWords known;
  uint64_t kept = 0;
  for (uint64_t i = 1; i <= 1'000'000; ++i) {
    known.Add(Key(absl::StrCat("word", i)), {i, i % 3 == 0});
  }
  for (uint64_t i = 1; i <= 1'000'000; ++i) {
    const auto word = known.Find(Key(absl::StrCat("word", i)));
    if (!word) continue;
    ++kept;
    EXPECT_EQ(word->term, i);
    EXPECT_EQ(word->stop, i % 3 == 0);
  }
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, 340'000);
}

}  // namespace
}  // namespace broadsheet::ingest
