#include "recommend/models/contrastive.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "recommend/models/kernels.h"
#include "recommend/models/parallel.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kSlice = 32;

// The derivative by a vector from that by it scaled to length 1.
void ThroughNormalize(const float* unit, float length, float* gradient,
                      size_t size) {
  const float along = Dot(unit, gradient, size);
  const float inverse = length > 0 ? 1 / length : 0;
  for (size_t k = 0; k < size; ++k) {
    gradient[k] = (gradient[k] - along * unit[k]) * inverse;
  }
}

// A term in a text, for the sums of gradients.
struct Occurrence {
  uint32_t row = 0;
  uint32_t text = 0;
  float weight = 0;
};

}  // namespace

// The vectors of one side of a batch, and of the texts that they are made of.
struct ContrastiveTrainer::Encoded {
  const std::vector<PairSide>* sides = nullptr;
  std::vector<size_t> first;  // The first text of each side; then the number.
  DenseRows texts;            // Of length 1; after Backward their gradients.
  std::vector<float> text_lengths;
  DenseRows vectors;
  std::vector<float> lengths;
};

ContrastiveTrainer::ContrastiveTrainer(DenseRows* terms, float rate,
                                       int threads)
    : terms_(terms),
      rate_(rate),
      threads_(threads),
      squares_(terms->rows(), 0.0f) {}

void ContrastiveTrainer::Encode(const std::vector<PairSide>& sides,
                                Encoded* encoded) const {
  const size_t d = terms_->columns;
  encoded->sides = &sides;
  encoded->first = {0};
  for (const PairSide& side : sides) {
    encoded->first.push_back(encoded->first.back() + side.texts.size());
  }
  encoded->texts = DenseRows(encoded->first.back(), d);
  encoded->text_lengths.resize(encoded->first.back());
  encoded->vectors = DenseRows(sides.size(), d);
  encoded->lengths.resize(sides.size());
  ParallelSlices(
      threads_, sides.size(), kSlice, [&](size_t begin, size_t end, int) {
        for (size_t i = begin; i < end; ++i) {
          float* sum = encoded->vectors.Row(i);
          for (size_t j = 0; j < sides[i].texts.size(); ++j) {
            const TextBag& bag = sides[i].texts[j];
            const size_t text = encoded->first[i] + j;
            float* vector = encoded->texts.Row(text);
            for (size_t t = 0; t < bag.rows.size(); ++t) {
              AddScaled(bag.weights[t], terms_->Row(bag.rows[t]), vector, d);
            }
            encoded->text_lengths[text] = Normalize(vector, d);
            AddScaled(1, vector, sum, d);
          }
          encoded->lengths[i] = Normalize(sum, d);
        }
      });
}

double ContrastiveTrainer::Differentiate(const PairBatch& batch) {
  const size_t n = batch.left.size();
  std::vector<float> row_sums(n, 0.0f), column_sums(n, 0.0f);
  // Products are at most 1: exp(product - 1) cannot overflow.
  const float inverse = 1 / batch.temperature;
  double loss = 0;
  for (size_t i = 0; i < n; ++i) {
    float* row = products_.data() + i * n;
    loss -= 2.0 * (row[i] - 1) * inverse;
    for (size_t j = 0; j < n; ++j) {
      const bool left_out = i != j && batch.same && batch.same(i, j);
      row[j] = left_out ? 0 : std::exp((row[j] - 1) * inverse);
      row_sums[i] += row[j];
      column_sums[j] += row[j];
    }
  }
  const float scale = inverse / (2 * static_cast<float>(n));
  for (size_t i = 0; i < n; ++i) {
    loss += std::log(row_sums[i]) + std::log(column_sums[i]);
    float* row = products_.data() + i * n;
    for (size_t j = 0; j < n; ++j) {
      row[j] *= scale * (1 / row_sums[i] + 1 / column_sums[j]);
    }
    row[i] -= 2 * scale;
  }
  return loss / (2 * static_cast<double>(n));
}

void ContrastiveTrainer::Transpose(size_t size) {
  transposed_.resize(size * size);
  for (size_t i = 0; i < size; ++i) {
    for (size_t j = 0; j < size; ++j) {
      transposed_[j * size + i] = products_[i * size + j];
    }
  }
}

void ContrastiveTrainer::Backward(const DenseRows& gradient,
                                  Encoded* encoded) const {
  const size_t d = terms_->columns;
  ParallelSlices(
      threads_, encoded->lengths.size(), kSlice,
      [&](size_t begin, size_t end, int) {
        std::vector<float> of_sum(d), of_text(d);
        for (size_t i = begin; i < end; ++i) {
          std::copy_n(gradient.Row(i), d, of_sum.begin());
          ThroughNormalize(encoded->vectors.Row(i), encoded->lengths[i],
                           of_sum.data(), d);
          for (size_t t = encoded->first[i]; t < encoded->first[i + 1]; ++t) {
            of_text = of_sum;
            ThroughNormalize(encoded->texts.Row(t), encoded->text_lengths[t],
                             of_text.data(), d);
            std::copy_n(of_text.begin(), d, encoded->texts.Row(t));
          }
        }
      });
}

void ContrastiveTrainer::Update(const Encoded& left, const Encoded& right) {
  std::vector<Occurrence> occurrences;
  const auto left_texts = static_cast<uint32_t>(left.texts.rows());
  for (const Encoded* side : {&left, &right}) {
    uint32_t text = side == &left ? 0 : left_texts;
    for (const PairSide& pair_side : *side->sides) {
      for (const TextBag& bag : pair_side.texts) {
        for (size_t t = 0; t < bag.rows.size(); ++t) {
          occurrences.push_back({bag.rows[t], text, bag.weights[t]});
        }
        ++text;
      }
    }
  }
  std::ranges::sort(occurrences, [](const Occurrence& a, const Occurrence& b) {
    return a.row != b.row ? a.row < b.row : a.text < b.text;
  });
  std::vector<size_t> starts;  // Of each row's occurrences.
  for (size_t i = 0; i < occurrences.size(); ++i) {
    if (i == 0 || occurrences[i].row != occurrences[i - 1].row) {
      starts.push_back(i);
    }
  }
  starts.push_back(occurrences.size());
  const size_t d = terms_->columns;
  ParallelSlices(
      threads_, starts.size() - 1, 128, [&](size_t begin, size_t end, int) {
        std::vector<float> sum(d);
        for (size_t s = begin; s < end; ++s) {
          std::ranges::fill(sum, 0.0f);
          const uint32_t row = occurrences[starts[s]].row;
          for (size_t i = starts[s]; i < starts[s + 1]; ++i) {
            const Occurrence& at = occurrences[i];
            const float* gradient = at.text < left_texts
                                        ? left.texts.Row(at.text)
                                        : right.texts.Row(at.text - left_texts);
            AddScaled(at.weight, gradient, sum.data(), d);
          }
          squares_[row] +=
              Dot(sum.data(), sum.data(), d) / static_cast<float>(d);
          const float step = rate_ / std::sqrt(squares_[row] + 1e-20f);
          AddScaled(-step, sum.data(), terms_->Row(row), d);
        }
      });
}

double ContrastiveTrainer::Step(const PairBatch& batch) {
  const size_t n = batch.left.size();
  const size_t d = terms_->columns;
  Encoded left, right;
  Encode(batch.left, &left);
  Encode(batch.right, &right);
  products_.resize(n * n);
  ParallelSlices(threads_, n, kSlice, [&](size_t begin, size_t end, int) {
    PairwiseDots(left.vectors.Row(begin), end - begin, right.vectors.Row(0), n,
                 d, products_.data() + begin * n);
  });
  const double loss = Differentiate(batch);
  Transpose(n);
  DenseRows left_gradient(n, d), right_gradient(n, d);
  ParallelSlices(threads_, 2, 1, [&](size_t begin, size_t end, int) {
    for (size_t side = begin; side < end; ++side) {
      const bool is_left = side == 0;
      AddOuterProducts((is_left ? transposed_ : products_).data(), n,
                       (is_left ? right : left).vectors.Row(0), d, n,
                       (is_left ? left_gradient : right_gradient).Row(0));
    }
  });
  Backward(left_gradient, &left);
  Backward(right_gradient, &right);
  Update(left, right);
  return loss;
}

}  // namespace broadsheet::recommend
