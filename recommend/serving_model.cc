#include "recommend/serving_model.h"

#include <algorithm>
#include <utility>

#include "recommend/encoded_texts.h"
#include "recommend/models/parallel.h"
#include "recommend/models/text_neighbours.h"
#include "recommend/segment/segment_file.h"
#include "recommend/segment/segment_reader.h"
#include "recommend/segment/segment_writer.h"

namespace broadsheet::recommend {
namespace {

// Of a new paper, as in training.
constexpr size_t kNeighbours = 50;

// From so many papers on, sketches are looked at first. Among fewer, what is
// looked at twice costs more than the others do: of factors all are looked at,
// of texts one list of sixteen.
constexpr size_t kSketchedFactors = 60'000;
constexpr size_t kSketchedTexts = 250'000;

Sketcher SketcherOfTexts(const Model& model) {
  if (model.item_count() < kSketchedTexts) return Sketcher();
  return Sketcher(std::vector<float>(model.text_dimension(), 1.0f));
}

Sketcher SketcherOfFactors(const Model& model) {
  if (model.item_count() < kSketchedFactors) return Sketcher();
  return Sketcher(model.FactorSpreads());
}

// Vectors that threads make before one sets them.
constexpr size_t kBatch = 4'096;
constexpr size_t kSlice = 64;

// work(first, count) for batches of the papers.
template <class Work>
void ForBatches(DocId begin, DocId end, const Work& work) {
  for (DocId from = begin; from < end; from += kBatch) {
    work(from, std::min<size_t>(kBatch, end - from));
  }
}

template <class Row, class Make>
std::vector<Row> MakeRows(int threads, size_t count, const Make& make) {
  std::vector<Row> rows(count);
  ParallelSlices(threads, count, kSlice, [&](size_t begin, size_t end, int) {
    for (size_t i = begin; i < end; ++i) rows[i] = make(i);
  });
  return rows;
}

void SetRow(DocId doc, const std::optional<PaperVectors::Row>& row,
            PaperVectors* vectors) {
  if (row) {
    vectors->Set(doc, *row);
  } else {
    vectors->Remove(doc);
  }
}

float CountOf(const Frequency& frequency) {
  return static_cast<float>(frequency.abstract) +
         kTitleCount * static_cast<float>(frequency.title);
}

}  // namespace

ServingModel::ServingModel(std::shared_ptr<const Model> model, std::string id)
    : model_(std::move(model)),
      id_(std::move(id)),
      doc_of_item_(model_->item_count(), kNone),
      texts_(model_->text_dimension(), model_->text_centres(),
             SketcherOfTexts(*model_)),
      factors_(model_->factor_dimension(), Centres(),
               SketcherOfFactors(*model_)),
      anchors_(model_->text_dimension()) {}

void ServingModel::Map(DocId doc, std::string_view paper_id) {
  if (item_of_doc_.size() <= doc) item_of_doc_.resize(doc + 1, kNone);
  if (item_of_doc_[doc] != kNone) return;
  const auto item = model_->FindItem(paper_id);
  if (!item) return;
  item_of_doc_[doc] = *item;
  doc_of_item_[*item] = doc;
}

ServingModel::Row ServingModel::MakeTextRow(DocId doc, const Text& text) const {
  if (!has_texts() || text.terms.empty()) return std::nullopt;
  std::vector<float> vector(texts_.dimension());
  const std::string_view encoder = model_->encoder();
  const bool made =
      encoder.empty()
          ? model_->text().Encode(text.terms, vector)
          : text.encoded != nullptr && text.encoded->Read(encoder, doc, vector);
  if (!made) return std::nullopt;
  return texts_.MakeRow(vector);
}

void ServingModel::AddText(DocId doc, const Text& text) {
  Map(doc, text.paper_id);
  if (has_texts()) SetRow(doc, MakeTextRow(doc, text), &texts_);
}

void ServingModel::AddTexts(DocId begin, DocId end, int threads,
                            const std::function<Text(DocId)>& text_of) {
  std::vector<Text> texts(kBatch);
  ForBatches(begin, end, [&](DocId from, size_t count) {
    const auto rows = MakeRows<Row>(threads, count, [&](size_t i) {
      const DocId doc = from + static_cast<DocId>(i);
      texts[i] = text_of(doc);
      return MakeTextRow(doc, texts[i]);
    });
    for (size_t i = 0; i < count; ++i) {
      const DocId doc = from + static_cast<DocId>(i);
      Map(doc, texts[i].paper_id);
      if (has_texts()) SetRow(doc, rows[i], &texts_);
    }
  });
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

ServingModel::Row ServingModel::MakeFactorRow(DocId doc) const {
  std::vector<float> factors(factors_.dimension());
  const auto item = ItemOf(doc);
  if (!item || !model_->ReadFactors(*item, factors)) {
    InferFactors(doc, factors);
  }
  const bool any = std::any_of(factors.begin(), factors.end(),
                               [](float value) { return value != 0; });
  if (!any) return std::nullopt;
  return factors_.MakeRow(factors);
}

void ServingModel::AddFactors(DocId doc) {
  if (has_factors()) SetRow(doc, MakeFactorRow(doc), &factors_);
}

void ServingModel::AddFactors(DocId begin, DocId end, int threads) {
  if (!has_factors()) return;
  ForBatches(begin, end, [&](DocId from, size_t count) {
    const auto rows = MakeRows<Row>(threads, count, [&](size_t i) {
      return MakeFactorRow(from + static_cast<DocId>(i));
    });
    for (size_t i = 0; i < count; ++i) {
      SetRow(from + static_cast<DocId>(i), rows[i], &factors_);
    }
  });
}

void ServingModel::Save(SegmentWriter* out) const {
  out->Begin("model");
  out->PutArray(item_of_doc_);
  out->PutArray(doc_of_item_);
  out->PutArray(anchor_items_);
  texts_.Save("model.texts", out);
  factors_.Save("model.factors", out);
  anchors_.Save("model.anchors", out);
}

bool ServingModel::IsIn(const SegmentFile& segment) {
  return !segment.Section("model").empty();
}

void ServingModel::Load(size_t papers, SegmentReader* in) {
  in->Open("model");
  const auto items = in->Array<uint32_t>();
  const auto docs = in->Array<uint32_t>();
  const auto anchors = in->Array<ItemId>();
  const auto below = [](size_t limit) {
    return [limit](uint32_t i) { return i == kNone || i < limit; };
  };
  if (!in->Check(items.size() <= papers && docs.size() == doc_of_item_.size() &&
                 std::ranges::all_of(items, below(docs.size())) &&
                 std::ranges::all_of(docs, below(items.size())) &&
                 std::ranges::all_of(anchors, [&](ItemId item) {
                   return item < docs.size();
                 }))) {
    return;
  }
  item_of_doc_.assign(items.begin(), items.end());
  doc_of_item_.assign(docs.begin(), docs.end());
  anchor_items_.assign(anchors.begin(), anchors.end());
  texts_.Load("model.texts", papers, in);
  factors_.Load("model.factors", papers, in);
  anchors_.Load("model.anchors", anchor_items_.size(), in);
}

void ServingModel::Update(DocId doc, const Text& text) {
  AddText(doc, text);
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
