#ifndef BROADSHEET_RECOMMEND_SERVING_MODEL_H_
#define BROADSHEET_RECOMMEND_SERVING_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recommend/inverted_index.h"
#include "recommend/models/model.h"
#include "recommend/models/paper_vectors.h"
#include "recommend/models/prefetch.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

class EncodedTexts;
class SegmentFile;
class SegmentReader;
class SegmentWriter;

// A trained model with the vectors of the papers of one read model. What is
// kept of a paper is a function of the model, of the paper's text, and of the
// texts of the model's own papers as they were when this was built (a segment
// keeps that): replicas agree, whatever came first, until one of those changes.
//
// Built in two rounds (AddText of all papers, EndTexts, AddFactors of all),
// then kept up to date by Update. Not thread-safe; const methods may run at the
// same time.
class ServingModel {
 public:
  // `id` is the artifact's.
  ServingModel(std::shared_ptr<const Model> model, std::string id);

  const std::string& id() const { return id_; }
  const Model& model() const { return *model_; }
  const std::shared_ptr<const Model>& shared_model() const { return model_; }

  // A paper with the terms of its text, and where the vectors are that
  // embedding servers made (null: nowhere), of which one is used instead by a
  // model that names its encoder.
  struct Text {
    std::string_view paper_id;
    std::vector<TextTerm> terms;
    const EncodedTexts* encoded = nullptr;
  };
  // Sets the text vector of a paper. No terms, or no vector: it has none.
  void AddText(DocId doc, const Text& text);
  // Those of all papers from `begin` to before `end`, on several threads:
  // `text_of` is called by all of them.
  void AddTexts(DocId begin, DocId end, int threads,
                const std::function<Text(DocId)>& text_of);
  // The model's own papers become what new ones take their factors from.
  void EndTexts();
  // Sets the factors of a paper: those that training found, or else the mean of
  // its nearest papers by text.
  void AddFactors(DocId doc);
  void AddFactors(DocId begin, DocId end, int threads);
  // Both, for a paper that came or changed after EndTexts.
  void Update(DocId doc, const Text& text);

  // The vectors of all papers, in place of AddTexts and the others; `papers` is
  // one more than the highest number. Load only when empty, on the same model.
  void Save(SegmentWriter* out) const;
  void Load(size_t papers, SegmentReader* in);
  // Whether a segment has any.
  static bool IsIn(const SegmentFile& segment);

  bool has_texts() const { return model_->text_dimension() > 0; }
  bool has_factors() const { return model_->factor_dimension() > 0; }
  const PaperVectors& texts() const { return texts_; }
  const PaperVectors& factors() const { return factors_; }

  // Whether training knew the paper from readers.
  bool Trained(DocId doc) const;
  // The paper's number in the model.
  std::optional<ItemId> ItemOf(DocId doc) const;
  std::optional<DocId> DocOf(ItemId item) const;
  // Asks memory for what DocOf of a later item needs.
  BROADSHEET_PREFETCHES void FetchDocOf(ItemId item) const {
    if (item < doc_of_item_.size()) Prefetch(&doc_of_item_[item]);
  }

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};

  void Map(DocId doc, std::string_view paper_id);
  void InferFactors(DocId doc, std::span<float> factors) const;
  // None: it has no vector.
  using Row = std::optional<PaperVectors::Row>;
  Row MakeTextRow(DocId doc, const Text& text) const;
  Row MakeFactorRow(DocId doc) const;

  std::shared_ptr<const Model> model_;
  std::string id_;
  std::vector<uint32_t> item_of_doc_;  // kNone: not of the model.
  std::vector<uint32_t> doc_of_item_;
  PaperVectors texts_;
  PaperVectors factors_;
  // Text vectors of trained papers; by place in anchor_items_.
  PaperVectors anchors_;
  std::vector<ItemId> anchor_items_;
};

// The terms that a paper's text vector is made of. Views into `terms`.
std::vector<TextTerm> TextTermsOf(const std::vector<PaperTerm>& terms);
// The same of a paper in the index; views into it.
std::vector<TextTerm> TextTermsOf(const InvertedIndex& index, DocId doc);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SERVING_MODEL_H_
