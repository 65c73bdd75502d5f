#ifndef BROADSHEET_TESTS_BENCH_SEARCH_MEANING_H_
#define BROADSHEET_TESTS_BENCH_SEARCH_MEANING_H_

#include <memory>
#include <string>
#include <vector>

#include "broadsheet/v1/paper.pb.h"
#include "recommend/models/model.h"
#include "recommend/models/paper_vectors.h"
#include "recommend/read_model.h"
#include "recommend/search/fusion.h"

namespace broadsheet::bench {

// An encoder, with the vectors of a read model's papers.
struct Meaning {
  std::shared_ptr<const recommend::Model> model;
  std::unique_ptr<recommend::PaperVectors> vectors;

  recommend::SemanticTexts texts() const {
    if (model == nullptr) return {};
    return {&model->text(), vectors.get()};
  }
};

// From the model file `path`, which is trained on the papers' texts when it is
// not there. An empty path: no encoder.
Meaning MakeMeaning(const std::string& path,
                    const std::vector<v1::Paper>& papers,
                    const recommend::ReadModel& model);

}  // namespace broadsheet::bench

#endif  // BROADSHEET_TESTS_BENCH_SEARCH_MEANING_H_
