#include "storage/vector_rules.h"

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "gtest/gtest.h"

namespace broadsheet::storage {
namespace {

using internal::v1::PaperVector;
using internal::v1::PutPaperVectorsRequest;

// Two vectors of length 1.
PutPaperVectorsRequest Valid() {
  PutPaperVectorsRequest request;
  for (const char* paper : {"a:1", "a:2"}) {
    PaperVector* vector = request.add_vectors();
    vector->set_paper_id(paper);
    vector->set_encoder("org/model-1.5@v2:q8");
    vector->set_scale(0.125F);
    vector->set_values(std::string(32, '\1') + std::string(32, '\xff'));
  }
  return request;
}

// The field that is named when the second vector is changed so.
std::string Refused(const std::function<void(PaperVector*)>& change) {
  PutPaperVectorsRequest request = Valid();
  change(request.mutable_vectors(1));
  const auto violations = ViolationsOf(CheckVectors(request));
  return violations.size() == 1 ? violations[0].field : "";
}

TEST(CheckVectors, TakesWhatKeepsTheRules) {
  EXPECT_TRUE(CheckVectors(Valid()).ok()) << CheckVectors(Valid());
  PutPaperVectorsRequest large = Valid();
  large.mutable_vectors()->RemoveLast();
  large.mutable_vectors(0)->set_scale(1.0F / 64);
  large.mutable_vectors(0)->set_values(std::string(4096, '\1'));
  EXPECT_TRUE(CheckVectors(large).ok()) << CheckVectors(large);
}

TEST(CheckVectors, WantsOneToFiveHundred) {
  PutPaperVectorsRequest request;
  EXPECT_EQ(ViolationsOf(CheckVectors(request))[0].field, "vectors");
  for (int i = 0; i < 501; ++i) {
    *request.add_vectors() = Valid().vectors(0);
    request.mutable_vectors(i)->set_paper_id("a:" + std::to_string(i));
  }
  EXPECT_EQ(ViolationsOf(CheckVectors(request))[0].field, "vectors");
  request.mutable_vectors()->RemoveLast();
  EXPECT_TRUE(CheckVectors(request).ok());
}

TEST(CheckVectors, NamesTheFieldThatBreaksARule) {
  EXPECT_EQ(Refused([](PaperVector* v) { v->clear_paper_id(); }),
            "vectors[1].paper_id");
  EXPECT_EQ(Refused([](PaperVector* v) { v->set_paper_id("a:1"); }),
            "vectors[1].paper_id");
  for (const char* name : {"", "two words", "h\xc3\xa9", "other"}) {
    EXPECT_EQ(Refused([&](PaperVector* v) { v->set_encoder(name); }),
              "vectors[1].encoder")
        << name;
  }
  EXPECT_EQ(
      Refused([](PaperVector* v) { v->set_encoder(std::string(101, 'x')); }),
      "vectors[1].encoder");
}

TEST(CheckVectors, WantsAScaleThatIsANumberAboveZero) {
  using Limits = std::numeric_limits<float>;
  for (const float scale :
       {0.0F, -0.125F, Limits::infinity(), Limits::quiet_NaN()}) {
    EXPECT_EQ(Refused([&](PaperVector* v) { v->set_scale(scale); }),
              "vectors[1].scale")
        << scale;
  }
}

TEST(CheckVectors, WantsAsManyValuesAsTheFirstVectorHas) {
  for (const size_t size : {0, 31, 33, 32, 96, 4128}) {
    EXPECT_EQ(
        Refused([&](PaperVector* v) {
          v->set_values(std::string(size, '\1'));
          v->set_scale(size == 0 ? 1 : 1 / std::sqrt(static_cast<float>(size)));
        }),
        "vectors[1].values")
        << size;
  }
}

TEST(CheckVectors, WantsTheLengthOne) {
  for (const float scale : {0.11F, 0.14F, 1e-30F, 1e30F}) {
    EXPECT_EQ(Refused([&](PaperVector* v) { v->set_scale(scale); }),
              "vectors[1].values")
        << scale;
  }
  EXPECT_EQ(Refused([](PaperVector* v) { v->set_values(std::string(64, 0)); }),
            "vectors[1].values");
  EXPECT_EQ(Refused([](PaperVector* v) { v->set_scale(0.12F); }), "");
}

}  // namespace
}  // namespace broadsheet::storage
