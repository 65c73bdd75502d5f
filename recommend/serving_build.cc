#include "recommend/serving_build.h"

#include <algorithm>
#include <thread>

namespace broadsheet::recommend {
namespace {

constexpr unsigned kMaxThreads = 4;

}  // namespace

ServingModel::Text TextOf(const ReadModel& model, DocId doc) {
  return {model.catalogue().id(doc), TextTermsOf(model.index(), doc),
          &model.encoded()};
}

void AddAllPapers(const ReadModel& model, ServingModel* serving) {
  const int threads = static_cast<int>(
      std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads));
  const auto papers = static_cast<DocId>(model.catalogue().size());
  serving->AddTexts(0, papers, threads,
                    [&model](DocId doc) { return TextOf(model, doc); });
  serving->EndTexts();
  serving->AddFactors(0, papers, threads);
}

}  // namespace broadsheet::recommend
