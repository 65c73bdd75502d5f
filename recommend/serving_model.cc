#include "recommend/serving_model.h"

#include <algorithm>
#include <utility>

namespace broadsheet::recommend {
namespace {

// The best known papers of the model, from which new ones take their factors: a
// scan over them takes some 0.2 ms, under the lock that a new paper takes.
constexpr size_t kAnchors = 8'192;
// Of a new paper, as in training.
constexpr size_t kNeighbours = 50;

float CountOf(const Frequency& frequency) {
  return static_cast<float>(frequency.abstract) +
         kTitleCount * static_cast<float>(frequency.title);
}

}  // namespace

ServingModel::ServingModel(std::shared_ptr<const Model> model, std::string id)
    : model_(std::move(model)),
      id_(std::move(id)),
      doc_of_item_(model_->item_count(), kNone),
      texts_(model_->text().dimension(), model_->text_centres()),
      factors_(model_->factor_dimension(), model_->factor_centres()),
      anchors_(model_->text().dimension()) {}

void ServingModel::Map(DocId doc, std::string_view paper_id) {
  if (item_of_doc_.size() <= doc) item_of_doc_.resize(doc + 1, kNone);
  if (item_of_doc_[doc] != kNone) return;
  const auto item = model_->FindItem(paper_id);
  if (!item) return;
  item_of_doc_[doc] = *item;
  doc_of_item_[*item] = doc;
}

void ServingModel::AddText(DocId doc, std::string_view paper_id,
                           std::span<const TextTerm> terms) {
  Map(doc, paper_id);
  if (!has_texts()) return;
  std::vector<float> vector(texts_.dimension());
  if (model_->text().Encode(terms, vector)) {
    texts_.Set(doc, vector);
  } else {
    texts_.Remove(doc);
  }
}

void ServingModel::EndTexts() {
  anchor_items_.clear();
  std::vector<float> factors(factors_.dimension());
  for (ItemId item = 0; item < doc_of_item_.size(); ++item) {
    const uint32_t doc = doc_of_item_[item];
    if (doc == kNone || !texts_.Has(doc) || model_->Interactions(item) == 0 ||
        !model_->ReadFactors(item, factors)) {
      continue;
    }
    anchor_items_.push_back(item);
  }
  if (anchor_items_.size() > kAnchors) {
    std::stable_sort(anchor_items_.begin(), anchor_items_.end(),
                     [this](ItemId a, ItemId b) {
                       return model_->Interactions(a) > model_->Interactions(b);
                     });
    anchor_items_.resize(kAnchors);
  }
  anchors_ = PaperVectors(texts_.dimension());
  std::vector<float> text(texts_.dimension());
  for (uint32_t i = 0; i < anchor_items_.size(); ++i) {
    texts_.Read(doc_of_item_[anchor_items_[i]], text);
    anchors_.Set(i, text);
  }
}

void ServingModel::InferFactors(DocId doc, std::span<float> factors) const {
  std::vector<float> text(texts_.dimension());
  if (anchor_items_.empty() || !texts_.Read(doc, text)) return;
  const auto nearest = anchors_.Nearest(text, kNeighbours, nullptr);
  std::vector<float> rows(nearest.size() * factors.size());
  std::vector<WeightedFactors> neighbours;
  for (size_t i = 0; i < nearest.size(); ++i) {
    const std::span<float> row(rows.data() + i * factors.size(),
                               factors.size());
    if (nearest[i].score <= 0) continue;
    model_->ReadFactors(anchor_items_[nearest[i].doc], row);
    neighbours.push_back({row, nearest[i].score});
  }
  model_->InferFactors(neighbours, factors);
}

void ServingModel::AddFactors(DocId doc) {
  if (!has_factors()) return;
  std::vector<float> factors(factors_.dimension());
  const auto item = ItemOf(doc);
  if (!item || !model_->ReadFactors(*item, factors)) {
    InferFactors(doc, factors);
  }
  const bool any = std::any_of(factors.begin(), factors.end(),
                               [](float value) { return value != 0; });
  if (any) {
    factors_.Set(doc, factors);
  } else {
    factors_.Remove(doc);
  }
}

void ServingModel::Update(DocId doc, std::string_view paper_id,
                          std::span<const TextTerm> terms) {
  AddText(doc, paper_id, terms);
  AddFactors(doc);
}

bool ServingModel::Trained(DocId doc) const {
  const auto item = ItemOf(doc);
  return item && model_->Interactions(*item) > 0;
}

std::optional<ItemId> ServingModel::ItemOf(DocId doc) const {
  if (doc >= item_of_doc_.size() || item_of_doc_[doc] == kNone) {
    return std::nullopt;
  }
  return item_of_doc_[doc];
}

std::optional<DocId> ServingModel::DocOf(ItemId item) const {
  if (item >= doc_of_item_.size() || doc_of_item_[item] == kNone) {
    return std::nullopt;
  }
  return doc_of_item_[item];
}

std::vector<TextTerm> TextTermsOf(const std::vector<PaperTerm>& terms) {
  std::vector<TextTerm> texts;
  texts.reserve(terms.size());
  for (const PaperTerm& term : terms) {
    const float count = CountOf(term.frequency);
    if (count > 0) texts.push_back({term.text, count});
  }
  return texts;
}

std::vector<TextTerm> TextTermsOf(const InvertedIndex& index, DocId doc) {
  std::vector<TextTerm> texts;
  for (const auto& term : index.Terms(doc)) {
    const float count = CountOf(term.frequency);
    if (count > 0) texts.push_back({index.Text(term.term), count});
  }
  return texts;
}

}  // namespace broadsheet::recommend
