#include "recommend/serving_models.h"

namespace broadsheet::recommend {

void ServingModels::Update(DocId doc, std::string_view paper_id,
                           const std::vector<PaperTerm>& terms) {
  if (building_ != nullptr) changed_.push_back(doc);
  if (current_ == nullptr) return;
  const ServingModel::Text text{paper_id, TextTermsOf(terms)};
  current_->Update(doc, text);
  if (previous_ != nullptr) previous_->Update(doc, text);
}

void ServingModels::Begin(std::shared_ptr<ServingModel> next) {
  building_ = std::move(next);
  changed_.clear();
}

void ServingModels::Switch() { Set(std::exchange(building_, nullptr)); }

void ServingModels::Set(std::shared_ptr<ServingModel> model) {
  previous_ = std::exchange(current_, std::move(model));
}

}  // namespace broadsheet::recommend
