#include "recommend/models/text_neighbours.h"

#include <algorithm>
#include <utility>

#include "recommend/models/kernels.h"
#include "recommend/models/paper_vectors.h"
#include "recommend/models/parallel.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kSlice = 256;

}  // namespace

std::vector<uint32_t> BestKnown(const std::vector<uint32_t>& interactions) {
  std::vector<uint32_t> known;
  for (uint32_t item = 0; item < interactions.size(); ++item) {
    if (interactions[item] > 0) known.push_back(item);
  }
  std::ranges::stable_sort(known, [&](uint32_t a, uint32_t b) {
    return interactions[a] > interactions[b];
  });
  if (known.size() > kAnchors) known.resize(kAnchors);
  return known;
}

bool EncodeItem(const TextCorpus& corpus, const DenseRows& terms, size_t item,
                std::span<float> vector) {
  std::ranges::fill(vector, 0.0f);
  const TextBag bag = corpus.WholeText(item);
  for (size_t i = 0; i < bag.rows.size(); ++i) {
    AddScaled(bag.weights[i], terms.Row(bag.rows[i]), vector.data(),
              vector.size());
  }
  return Normalize(vector.data(), vector.size()) > 0;
}

std::optional<SparseRows> TextNeighbours(
    size_t dimension, const VectorOf& text,
    const std::vector<uint32_t>& interactions, const std::vector<bool>& wanted,
    size_t count, size_t steps, int threads,
    const std::function<bool()>& step) {
  const std::vector<uint32_t> known = BestKnown(interactions);
  PaperVectors anchors(dimension);
  std::vector<float> anchor(dimension);
  for (uint32_t i = 0; i < known.size(); ++i) {
    if (text(known[i], anchor)) anchors.Set(i, anchor);
  }
  std::vector<std::vector<std::pair<uint32_t, float>>> rows(
      interactions.size());
  const auto find = [&](size_t begin, size_t end, int) {
    std::vector<float> vector(dimension);
    for (size_t item = begin; item < end; ++item) {
      if (!wanted[item] || !text(item, vector)) continue;
      const auto other = [&](uint32_t i) { return known[i] != item; };
      for (const auto& hit : anchors.Nearest(vector, count, other)) {
        if (hit.score > 0) rows[item].emplace_back(known[hit.doc], hit.score);
      }
      std::ranges::sort(rows[item]);
    }
  };
  if (!ParallelSteps(threads, rows.size(), kSlice, steps, step, find)) {
    return std::nullopt;
  }
  SparseRows result;
  result.columns = interactions.size();
  for (const auto& row : rows) {
    for (const auto& [item, product] : row) result.Push(item, product);
    result.EndRow();
  }
  return result;
}

}  // namespace broadsheet::recommend
