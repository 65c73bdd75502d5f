#include "recommend/models/centre_training.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "recommend/models/byte_kernels.h"
#include "recommend/models/paper_vectors.h"
#include "recommend/models/random.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kDimension = 64;
constexpr size_t kGroups = 40;
constexpr size_t kItems = 6000;

// Points around some directions, each with a length of its own.
DenseRows Grouped() {
  Random random(5);
  DenseRows groups(kGroups, kDimension);
  for (float& value : groups.values) value = random.Normal();
  DenseRows rows(kItems, kDimension);
  for (size_t item = 0; item < kItems; ++item) {
    const float* group = groups.Row(random.Below(kGroups));
    const float length = 0.5f + random.Unit();
    for (size_t k = 0; k < kDimension; ++k) {
      rows.Row(item)[k] = length * (group[k] + 0.7f * random.Normal());
    }
  }
  return rows;
}

VectorOf VectorsOf(const DenseRows& rows) {
  return [&rows](size_t item, std::span<float> vector) {
    std::copy_n(rows.Row(item), vector.size(), vector.begin());
    return item % 100 != 99;  // Some have none.
  };
}

bool Go() { return true; }

CentreOptions From(size_t papers) {
  CentreOptions options;
  options.papers = papers;
  return options;
}

// What a model file has of centres.
struct CentreBytes {
  explicit CentreBytes(const DenseRows& rows)
      : values(rows.values.size()), scales(rows.rows()) {
    for (size_t row = 0; row < rows.rows(); ++row) {
      scales[row] = QuantizeBytes(rows.Row(row), rows.columns,
                                  values.data() + row * rows.columns);
    }
  }
  Centres view() const { return {scales, values}; }

  std::vector<int8_t> values;
  std::vector<float> scales;
};

class ListsTest : public testing::Test {
 protected:
  ListsTest()
      : rows_(Grouped()),
        bytes_(*TrainCentres(kItems, kDimension, VectorsOf(rows_), From(1000),
                             1, 2, Go)),
        listed_(kDimension, bytes_.view()),
        plain_(kDimension) {
    for (uint32_t doc = 0; doc < kItems; ++doc) Set(doc, rows_.Row(doc));
  }

  void Set(uint32_t doc, const float* row) {
    listed_.Set(doc, {row, kDimension});
    plain_.Set(doc, {row, kDimension});
  }

  // The part of the exact hits that lists find.
  double Recall(size_t limit, const PaperVectors::Admit& admit) const {
    size_t found = 0;
    size_t all = 0;
    for (size_t item = 0; item < kItems; item += 60) {
      const std::span<const float> query(rows_.Row(item), kDimension);
      const auto hits = listed_.Nearest(query, limit, admit);
      for (const auto& exact : plain_.Nearest(query, limit, admit)) {
        ++all;
        found += std::ranges::any_of(hits, [&](const auto& hit) {
          return hit.doc == exact.doc && hit.score == exact.score;
        });
      }
    }
    return static_cast<double>(found) / static_cast<double>(all);
  }

  DenseRows rows_;
  CentreBytes bytes_;
  PaperVectors listed_;
  PaperVectors plain_;
};

TEST(TrainCentres, MakesNoneForFewPapers) {
  const DenseRows rows = Grouped();
  EXPECT_EQ(TrainCentres(kItems, kDimension, VectorsOf(rows), From(kItems + 1),
                         1, 2, Go)
                ->rows(),
            0u);
}

TEST(TrainCentres, MakesTheSameOnAnyNumberOfThreads) {
  const DenseRows rows = Grouped();
  const auto one =
      TrainCentres(kItems, kDimension, VectorsOf(rows), From(1000), 1, 1, Go);
  const auto three =
      TrainCentres(kItems, kDimension, VectorsOf(rows), From(1000), 1, 3, Go);
  EXPECT_EQ(one->rows(), 154u);  // 2 * sqrt(6000).
  EXPECT_EQ(one->values, three->values);
}

TEST(TrainCentres, StopsWhenItIsTold) {
  const DenseRows rows = Grouped();
  int steps = 0;
  EXPECT_FALSE(TrainCentres(kItems, kDimension, VectorsOf(rows), From(1000), 1,
                            2, [&] { return ++steps < 3; }));
  EXPECT_EQ(steps, 3);
}

TEST_F(ListsTest, FindNearlyWhatAScanOfAllFinds) {
  EXPECT_GT(Recall(20, nullptr), 0.95);
}

TEST_F(ListsTest, FillTheListFromTheFewThatAreAdmitted) {
  const auto few = [](uint32_t doc) { return doc % 500 == 3; };
  EXPECT_EQ(Recall(12, few), 1.0);
}

TEST_F(ListsTest, ForgetWhatIsRemovedAndFindWhatIsReplaced) {
  const std::span<const float> query(rows_.Row(10), kDimension);
  ASSERT_EQ(listed_.Nearest(query, 1, nullptr)[0].doc,
            plain_.Nearest(query, 1, nullptr)[0].doc);
  for (uint32_t doc = 0; doc < kItems; ++doc) {
    if (doc != 77) {
      listed_.Remove(doc);
    }
  }
  std::vector<float> opposite(query.begin(), query.end());
  for (float& value : opposite) value = -value;
  listed_.Set(77, opposite);
  const auto hits = listed_.Nearest(query, 5, nullptr);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].doc, 77u);
  EXPECT_LT(hits[0].score, 0);
}

TEST_F(ListsTest, FindTheSameWhateverCameFirst) {
  PaperVectors other(kDimension, bytes_.view());
  for (uint32_t doc = kItems; doc-- > 0;) {
    other.Set(doc, {rows_.Row((doc + 7) % kItems), kDimension});
  }
  for (uint32_t doc = kItems; doc-- > 0;) {
    other.Set(doc, {rows_.Row(doc), kDimension});
  }
  for (size_t item = 0; item < kItems; item += 600) {
    const std::span<const float> query(rows_.Row(item), kDimension);
    const auto a = listed_.Nearest(query, 30, nullptr);
    const auto b = other.Nearest(query, 30, nullptr);
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].doc, b[i].doc);
      EXPECT_EQ(a[i].score, b[i].score);
    }
  }
}

}  // namespace
}  // namespace broadsheet::recommend
