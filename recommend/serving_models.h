#ifndef BROADSHEET_RECOMMEND_SERVING_MODELS_H_
#define BROADSHEET_RECOMMEND_SERVING_MODELS_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "recommend/serving_model.h"

namespace broadsheet::recommend {

// The models of one read model: the one in use, the one before it, for lists
// that began on it, and the one that is being built. Not thread-safe; const
// methods may run at the same time.
class ServingModels {
 public:
  // Null while there is none.
  const ServingModel* current() const { return current_.get(); }
  const ServingModel* previous() const { return previous_.get(); }

  // A paper's text came or changed, or another vector of it: its vectors
  // follow.
  void Update(DocId doc, const ServingModel::Text& text);
  // Whether any has vectors of texts by that embedding server.
  bool Uses(std::string_view encoder) const;

  // From now on, papers that change are remembered for `next`, which another
  // thread builds meanwhile. One at a time; it replaces an earlier one.
  void Begin(std::shared_ptr<ServingModel> next);
  bool IsBuilding(const ServingModel* model) const {
    return model != nullptr && building_.get() == model;
  }
  // Who changed since Begin, or since this was last called.
  std::vector<DocId> TakeChanged() { return std::exchange(changed_, {}); }
  // The built one is in use from now on. Nothing must be left by TakeChanged.
  // Answers the one that is kept no longer, of hundreds of megabytes maybe, to
  // be freed when nobody waits.
  std::shared_ptr<ServingModel> Switch();
  // A built one, at once; answers as Switch.
  std::shared_ptr<ServingModel> Set(std::shared_ptr<ServingModel> model);
  std::shared_ptr<ServingModel> TakePrevious() {
    return std::exchange(previous_, nullptr);
  }

 private:
  std::shared_ptr<ServingModel> current_;
  std::shared_ptr<ServingModel> previous_;
  std::shared_ptr<ServingModel> building_;
  std::vector<DocId> changed_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SERVING_MODELS_H_
