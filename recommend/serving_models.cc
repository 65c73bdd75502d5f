#include "recommend/serving_models.h"

namespace broadsheet::recommend {

void ServingModels::Update(DocId doc, const ServingModel::Text& text) {
  if (building_ != nullptr) changed_.push_back(doc);
  if (current_ != nullptr) current_->Update(doc, text);
  if (previous_ != nullptr) previous_->Update(doc, text);
}

bool ServingModels::Uses(std::string_view encoder) const {
  for (const auto* model : {&current_, &previous_, &building_}) {
    if (*model != nullptr && (*model)->model().encoder() == encoder) {
      return true;
    }
  }
  return false;
}

void ServingModels::Begin(std::shared_ptr<ServingModel> next) {
  building_ = std::move(next);
  changed_.clear();
}

std::shared_ptr<ServingModel> ServingModels::Switch() {
  return Set(std::exchange(building_, nullptr));
}

std::shared_ptr<ServingModel> ServingModels::Set(
    std::shared_ptr<ServingModel> model) {
  return std::exchange(previous_, std::exchange(current_, std::move(model)));
}

}  // namespace broadsheet::recommend
