#include "recommend/encoded_texts.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "recommend/fake_encoder.h"

namespace broadsheet::recommend {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::Pointwise;

internal::v1::PaperVector VectorOf(const std::string& text,
                                   const std::string& encoder = "fake",
                                   size_t dimension = 32) {
  return MakePaperVector("p", encoder, 7,
                         FakeEncoder("", dimension).VectorOf(text));
}

std::vector<float> Read(const EncodedTexts& texts, DocId doc,
                        const std::string& encoder = "fake") {
  std::vector<float> vector(32);
  texts.Read(encoder, doc, vector);
  return vector;
}

TEST(EncodedTexts, KeepsAVectorOfEachPaperAndEncoder) {
  EncodedTexts texts;
  texts.Put(3, VectorOf("galaxies"));
  texts.Put(3, VectorOf("proteins", "other"));
  const auto expected = FakeEncoder().VectorOf("galaxies");
  EXPECT_THAT(Read(texts, 3), Pointwise(FloatNear(0.01f), expected));
  EXPECT_THAT(Read(texts, 3, "other"),
              Pointwise(FloatNear(0.01f), FakeEncoder().VectorOf("proteins")));
  EXPECT_EQ(texts.CountOf("fake"), 1u);
  EXPECT_EQ(texts.DimensionOf("fake"), 32u);
  EXPECT_THAT(texts.TextHashesOf("fake"), ElementsAre(0, 0, 0, 7));
}

TEST(EncodedTexts, KnowsNothingOfOthers) {
  EncodedTexts texts;
  texts.Put(3, VectorOf("galaxies"));
  EXPECT_THAT(Read(texts, 2), Each(0.0f));
  EXPECT_THAT(Read(texts, 3, "other"), Each(0.0f));
  EXPECT_EQ(texts.CountOf("other"), 0u);
  EXPECT_EQ(texts.DimensionOf("other"), 0u);
}

TEST(EncodedTexts, KeepsTheLastVectorOfAPaper) {
  EncodedTexts texts;
  texts.Put(0, VectorOf("galaxies"));
  texts.Put(0, VectorOf("proteins"));
  EXPECT_THAT(Read(texts, 0),
              Pointwise(FloatNear(0.01f), FakeEncoder().VectorOf("proteins")));
  EXPECT_EQ(texts.CountOf("fake"), 1u);
}

// What goes from storage to one recommender, and through its segment to
// another, is the same on both.
TEST(EncodedTexts, MakesTheSameBytesOfItsOwnVectors) {
  EncodedTexts texts;
  const auto first = VectorOf("galaxies and stars of the sky");
  texts.Put(0, first);
  const auto second = MakePaperVector("p", "fake", 7, Read(texts, 0));
  EXPECT_EQ(second.values(), first.values());
  EXPECT_FLOAT_EQ(second.scale(), first.scale());
}

TEST(EncodedTexts, LeavesOutWhatBreaksARule) {
  EncodedTexts texts;
  texts.Put(0, VectorOf("galaxies"));
  texts.Put(1, VectorOf("galaxies", "fake", 64));  // Of another length.
  auto broken = VectorOf("galaxies");
  broken.set_values(broken.values().substr(1));
  texts.Put(2, broken);
  for (const float scale :
       {0.0f, -1.0f, std::nanf(""), std::numeric_limits<float>::infinity()}) {
    broken = VectorOf("galaxies");
    broken.set_scale(scale);
    texts.Put(3, broken);
  }
  EXPECT_EQ(texts.CountOf("fake"), 1u);
}

TEST(EncodedTexts, ForgetsADeletedEncoder) {
  EncodedTexts texts;
  texts.Put(0, VectorOf("galaxies"));
  texts.Put(0, VectorOf("galaxies", "other"));
  texts.Delete("fake");
  texts.Delete("nobody");
  EXPECT_EQ(texts.CountOf("fake"), 0u);
  EXPECT_EQ(texts.CountOf("other"), 1u);
}

}  // namespace
}  // namespace broadsheet::recommend
