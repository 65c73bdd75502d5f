#include "tests/bench/quality/vector_recall.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>
#include <vector>

#include "recommend/models/paper_vectors.h"
#include "tests/bench/quality/scorer.h"

namespace broadsheet::bench {
namespace {

using recommend::Centres;
using recommend::Model;
using recommend::PaperVectors;
using recommend::Sketcher;

constexpr size_t kQueries = 1000;

// The same vectors, to be searched in a short way and as a whole.
struct Vectors {
  Vectors(size_t dimension, const Centres& centres, Sketcher sketcher)
      : quick(dimension, centres, std::move(sketcher)), plain(dimension) {}

  void Set(uint32_t doc, const std::vector<float>& vector) {
    quick.Set(doc, vector);
    plain.Set(doc, vector);
  }

  PaperVectors quick;
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

void Print(const char* name, const Vectors& vectors, const Queries& queries) {
  for (const size_t limit : {size_t{20}, size_t{500}}) {
    double quick_micros = 0;
    double plain_micros = 0;
    const auto quick = Answer(vectors.quick, queries, limit, &quick_micros);
    const auto plain = Answer(vectors.plain, queries, limit, &plain_micros);
    size_t found = 0;
    size_t all = 0;
    for (size_t i = 0; i < queries.size(); ++i) {
      std::vector<uint32_t> docs;
      for (const auto& hit : quick[i]) docs.push_back(hit.doc);
      std::ranges::sort(docs);
      for (const auto& hit : plain[i]) {
        found += std::ranges::binary_search(docs, hit.doc) ? 1 : 0;
      }
      all += plain[i].size();
    }
    std::printf("| %s | %zu | %.4f | %.0f us | %.0f us |\n", name, limit,
                static_cast<double>(found) / static_cast<double>(all),
                quick_micros, plain_micros);
  }
}

void MeasureTexts(const Dataset& data, const Model& model) {
  const size_t dimension = model.text().dimension();
  Vectors vectors(dimension, model.text_centres(),
                  Sketcher(std::vector<float>(dimension, 1)));
  std::vector<float> vector(dimension);
  Queries queries;
  const size_t stride = std::max<size_t>(1, data.papers.size() / kQueries);
  for (uint32_t paper = 0; paper < data.papers.size(); ++paper) {
    if (!model.text().Encode(TermsOf(data, data.papers[paper]), vector)) {
      continue;
    }
    vectors.Set(paper, vector);
    if (paper % stride == 0) queries.push_back(vector);
  }
  Print("lists and sketches of texts", vectors, queries);
}

void MeasureFactors(const Dataset& data, const Model& model) {
  const size_t dimension = model.factor_dimension();
  Vectors vectors(dimension, Centres(), Sketcher(model.FactorSpreads()));
  std::vector<std::vector<float>> rows(data.papers.size());
  for (uint32_t paper = 0; paper < data.papers.size(); ++paper) {
    rows[paper].resize(dimension);
    const auto item = model.FindItem(data.papers[paper].id);
    if (!item || !model.ReadFactors(*item, rows[paper])) continue;
    vectors.Set(paper, rows[paper]);
  }
  Queries queries;
  for (const Library& library : data.libraries) {
    if (queries.size() == kQueries) break;
    std::vector<recommend::WeightedFactors> history;
    for (const uint32_t paper : library) history.push_back({rows[paper], 1});
    std::vector<float> reader(dimension);
    if (model.FoldIn(history, reader)) queries.push_back(std::move(reader));
  }
  Print("sketches of factors", vectors, queries);
}

}  // namespace

void PrintVectorRecall(const Dataset& data, const Model& model) {
  std::printf("%zu papers, %zu lists\n\n", data.papers.size(),
              model.text_centres().size());
  std::printf("| by | best | found | time | scan of all |\n");
  std::printf("|---|---|---|---|---|\n");
  if (model.text_centres().size() > 0) MeasureTexts(data, model);
  if (model.factor_dimension() > 0) MeasureFactors(data, model);
}

}  // namespace broadsheet::bench
