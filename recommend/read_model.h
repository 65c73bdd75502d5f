#ifndef BROADSHEET_RECOMMEND_READ_MODEL_H_
#define BROADSHEET_RECOMMEND_READ_MODEL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/artifact.pb.h"
#include "broadsheet/internal/v1/paper_vector.pb.h"
#include "broadsheet/v1/edition.pb.h"
#include "broadsheet/v1/event.pb.h"
#include "broadsheet/v1/position.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "recommend/catalogue.h"
#include "recommend/content_model.h"
#include "recommend/edition_index.h"
#include "recommend/encoded_texts.h"
#include "recommend/event_weights.h"
#include "recommend/inverted_index.h"
#include "recommend/paper_analysis.h"
#include "recommend/reader_store.h"
#include "recommend/search/keyword_index.h"
#include "recommend/search/paper_facts.h"
#include "recommend/search/spelling.h"
#include "recommend/serving_models.h"
#include "recommend/suggester.h"
#include "recommend/trend_counters.h"

namespace broadsheet::recommend {

class SegmentFile;
class SegmentReader;
class SegmentWriter;

struct ReadModelOptions {
  absl::Duration trend_half_life = absl::Hours(72);
  EventWeights event_weights;
  // Titles and authors are found by their beginnings, and words corrected. A
  // quarter of the work of taking a paper in, which lists do not need.
  bool suggests = true;
};

// The reader in whose name the automatic editor submits.
inline constexpr char kEditorReader[] = "automatic-editor";

// A submission that was taken off its day's list.
struct Retracted {
  v1::Submission submission;
};

// A reader of whom everything was deleted.
struct ErasedReader {
  std::string reader_id;
};

// An embedding server of which all vectors were deleted.
struct DeletedEncoder {
  std::string name;
};

// Papers on the list of a day, by who submitted them.
struct DayCounts {
  int64_t by_editor = 0;
  int64_t by_others = 0;
};

// Everything that answers need, in memory: a function of the rows applied, not
// of their order, batches or repetitions. Not thread-safe; const methods may
// run at the same time.
class ReadModel {
 public:
  explicit ReadModel(const ReadModelOptions& options = {});
  ReadModel(const ReadModel&) = delete;
  ReadModel& operator=(const ReadModel&) = delete;

  // Ignores an older revision than it has.
  void Apply(const AnalyzedPaper& paper);
  void Apply(const v1::Event& event);
  void Apply(const v1::Submission& submission);
  // It is on its day's list no more; it may come again later.
  void Apply(const Retracted& retracted);
  // Everything of the reader is gone, as if it had never been. Submissions
  // stay. Of the rows, only these two depend on the order: what comes after
  // them of the same submission or reader counts.
  void Apply(const ErasedReader& erased);
  void Apply(const v1::EditionRow& row) { editions_.Apply(row); }
  // What an embedding server made of a paper's text. As with erasures, the
  // order of these two counts; of a paper, the last vector does.
  void Apply(const internal::v1::PaperVector& vector);
  void Apply(const DeletedEncoder& deleted) { encoded_.Delete(deleted.name); }
  // Tells which model should be in use; fetching and building it is another's
  // work (model_keeper.h).
  void Apply(const internal::v1::Artifact& promoted);

  const Catalogue& catalogue() const { return catalogue_; }
  const InvertedIndex& index() const { return index_; }
  const ContentModel& content() const { return content_; }
  const ReaderStore& readers() const { return readers_; }
  const TrendCounters& trends() const { return trends_; }
  const Suggester& titles() const { return titles_; }
  const Suggester& authors() const { return author_names_; }
  const KeywordIndex& keywords() const { return keywords_; }
  const PaperFacts& facts() const { return facts_; }
  const Spelling& spelling() const { return spelling_; }
  const EditionIndex& editions() const { return editions_; }
  const EncodedTexts& encoded() const { return encoded_; }
  // Of all that was indexed of the paper; 0 for papers known by name alone.
  uint64_t Fingerprint(DocId doc) const {
    return doc < fingerprints_.size() ? fingerprints_[doc] : 0;
  }
  // Trained models with their vectors of the papers in here.
  const ServingModels& models() const { return models_; }
  ServingModels& models() { return models_; }
  // The model that was promoted last; without an id when none was.
  const internal::v1::Artifact& promoted_model() const { return promoted_; }
  // Distinct events applied.
  int64_t events() const { return readers_.events(); }
  // Submissions applied, those of the automatic editor too.
  int64_t submissions() const { return submissions_; }
  // Of `day`, a DayNumber.
  DayCounts SubmittedOn(int32_t day) const;
  bool IsSubmitted(int32_t day, DocId doc) const;
  // Readers whose upvote stands.
  int64_t Upvotes(DocId doc) const {
    return doc < upvotes_.size() ? upvotes_[doc] : 0;
  }
  // The record, with the votes counted here.
  v1::Paper ReadPaper(DocId doc) const;

  // All commits below it are inside.
  const v1::Position& horizon() const { return horizon_; }
  void SetHorizon(const v1::Position& horizon) { horizon_ = horizon; }
  // The commit up to which all are inside. A reader that brings it along finds
  // it inside, even when nothing is written any more.
  v1::Position LastInside() const;

  // Everything but the models' vectors (ServingModel), at the horizon.
  void Save(SegmentWriter* out) const;
  // Only when empty. Much goes on to lie in the segment. FAILED_PRECONDITION:
  // it was made with other options; DATA_LOSS: it is not as it should be. After
  // an error nothing of this may be used.
  absl::Status Load(std::shared_ptr<const SegmentFile> segment);
  // What it was loaded from; null after rows alone.
  const SegmentFile* segment() const { return segment_.get(); }

 private:
  void Reindex(DocId doc, const AnalyzedPaper& paper);
  void ForgetWords(DocId doc);
  void SuggestAuthors(DocId doc);
  void CountChange(DocId doc, const MarkChange& change);
  // What a segment must have been made with.
  std::string OptionsKey() const;
  void SaveLists(SegmentWriter* out) const;
  void LoadLists(SegmentReader* in);
  void LoadNames(SegmentReader* in);
  void LoadRest(SegmentReader* in);

  // First: the others may lie in it.
  std::shared_ptr<const SegmentFile> segment_;
  Catalogue catalogue_;
  InvertedIndex index_;
  LexicalContentModel content_;
  EditionIndex editions_;
  EncodedTexts encoded_;
  ServingModels models_;
  internal::v1::Artifact promoted_;
  ReaderStore readers_;
  const ReadModelOptions options_;
  TrendCounters trends_;
  PaperFacts facts_;
  Spelling spelling_;
  KeywordIndex keywords_;
  Suggester titles_;
  Suggester author_names_;
  AuthorId suggested_authors_ = 0;      // Those below it are in author_names_.
  std::vector<uint64_t> fingerprints_;  // Of the indexed texts, by paper.
  std::vector<int64_t> upvotes_;
  struct DayList {
    absl::flat_hash_set<DocId> papers;
    DayCounts counts;
  };
  absl::btree_map<int32_t, DayList> submitted_;  // By day.
  int64_t submissions_ = 0;
  v1::Position horizon_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_READ_MODEL_H_
