#include "tests/bench/quality/list_recall.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "recommend/models/paper_vectors.h"
#include "tests/bench/quality/scorer.h"

namespace broadsheet::bench {
namespace {

using recommend::Centres;
using recommend::Model;
using recommend::PaperVectors;

constexpr size_t kQueries = 1000;

struct Vectors {
  Vectors(size_t dimension, const Centres& centres)
      : listed(dimension, centres), plain(dimension) {}

  void Set(uint32_t doc, const std::vector<float>& vector) {
    listed.Set(doc, vector);
    plain.Set(doc, vector);
  }

  PaperVectors listed;
  PaperVectors plain;
};

using Queries = std::vector<std::vector<float>>;

// Answers all queries; adds the time of one.
std::vector<std::vector<PaperVectors::Hit>> Answer(const PaperVectors& vectors,
                                                   const Queries& queries,
                                                   size_t limit,
                                                   double* micros) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::vector<PaperVectors::Hit>> answers;
  for (const auto& query : queries) {
    answers.push_back(vectors.Nearest(query, limit, nullptr));
  }
  const std::chrono::duration<double, std::micro> took =
      std::chrono::steady_clock::now() - start;
  *micros = took.count() / static_cast<double>(queries.size());
  return answers;
}

void Print(const Vectors& vectors, const Queries& queries) {
  for (const size_t limit : {size_t{20}, size_t{500}}) {
    double listed_micros = 0;
    double plain_micros = 0;
    const auto listed = Answer(vectors.listed, queries, limit, &listed_micros);
    const auto plain = Answer(vectors.plain, queries, limit, &plain_micros);
    size_t found = 0;
    size_t all = 0;
    for (size_t i = 0; i < queries.size(); ++i) {
      std::vector<uint32_t> docs;
      for (const auto& hit : listed[i]) docs.push_back(hit.doc);
      std::ranges::sort(docs);
      for (const auto& hit : plain[i]) {
        found += std::ranges::binary_search(docs, hit.doc) ? 1 : 0;
      }
      all += plain[i].size();
    }
    std::printf("| %zu | %.4f | %.0f us | %.0f us |\n", limit,
                static_cast<double>(found) / static_cast<double>(all),
                listed_micros, plain_micros);
  }
}

void MeasureTexts(const Dataset& data, const Model& model) {
  Vectors vectors(model.text().dimension(), model.text_centres());
  std::vector<float> vector(model.text().dimension());
  Queries queries;
  const size_t stride = std::max<size_t>(1, data.papers.size() / kQueries);
  for (uint32_t paper = 0; paper < data.papers.size(); ++paper) {
    if (!model.text().Encode(TermsOf(data, data.papers[paper]), vector)) {
      continue;
    }
    vectors.Set(paper, vector);
    if (paper % stride == 0) queries.push_back(vector);
  }
  Print(vectors, queries);
}

}  // namespace

void PrintListRecall(const Dataset& data, const Model& model) {
  std::printf("%zu papers, %zu lists\n\n", data.papers.size(),
              model.text_centres().size());
  std::printf("| best | found | lists | scan of all |\n|---|---|---|---|\n");
  MeasureTexts(data, model);
}

}  // namespace broadsheet::bench
