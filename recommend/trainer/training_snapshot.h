#ifndef BROADSHEET_RECOMMEND_TRAINER_TRAINING_SNAPSHOT_H_
#define BROADSHEET_RECOMMEND_TRAINER_TRAINING_SNAPSHOT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/internal/v1/change_feed_service.pb.h"
#include "recommend/change_source.h"
#include "recommend/models/training_data.h"
#include "recommend/paper_analysis.h"
#include "recommend/read_model.h"
#include "recommend/reader_store.h"
#include "recommend/text_analyzer.h"
#include "recommend/trainer/arm_report.h"
#include "recommend/vocabulary.h"

namespace broadsheet::recommend {

// That a reader wants a paper, with when they said so last.
struct Wish {
  ReaderId reader = 0;
  DocId doc = 0;
  double weight = 0;  // 1 for a save.
  absl::Time at;
};

// What storage held at one moment, as training and its measurement need it:
// the papers' terms, a read model with the papers alone, and what readers want.
// Not thread-safe.
class TrainingSnapshot {
 public:
  TrainingSnapshot();

  // One chunk of GetSnapshot. Chunks come in order.
  absl::Status Take(const internal::v1::GetSnapshotResponse& chunk);
  // DATA_LOSS when rows are missing.
  absl::Status CheckComplete() const;

  size_t papers() const { return data_.papers.size(); }
  // All that came, impressions too.
  int64_t events() const { return received_events_; }
  const v1::Position& position() const { return trailer_.horizon(); }
  // Papers only; wishes are given to it by whoever measures.
  ReadModel& model() { return *model_; }
  const ReaderStore& readers() const { return readers_; }
  ArmReport& arms() { return arms_; }
  // Ordered by reader, then time, then paper id.
  const std::vector<Wish>& wishes() const { return wishes_; }

  // The share of the papers with a vector by that embedding server.
  double EncodedBy(const std::string& encoder) const;
  // From now on Data() has these vectors, as long as this lives.
  void UseEncoder(const std::string& encoder);

  // What to learn from: all wishes for which `without` (by place in wishes())
  // is false; empty: all.
  const TrainingData& Data(const std::vector<bool>& without);

 private:
  void AddPaper(const v1::Paper& paper);
  std::vector<uint32_t> Terms(std::string_view text);
  void CollectWishes();

  PaperAnalyzer analyzer_;
  TextAnalyzer tokens_;
  std::vector<Token> buffer_;
  Vocabulary vocabulary_;
  TrainingData data_;
  std::vector<uint32_t> paper_of_doc_;
  std::vector<DocId> doc_of_paper_;
  std::unique_ptr<ReadModel> model_;
  ReaderStore readers_;
  std::vector<Wish> wishes_;
  ArmReport arms_;
  internal::v1::SnapshotTrailer trailer_;
  int64_t received_papers_ = 0;
  int64_t received_vectors_ = 0;
  int64_t received_events_ = 0;
  bool ended_ = false;
};

// Loads it whole. `tick` is called with each chunk: an error ends the loading.
absl::StatusOr<std::unique_ptr<TrainingSnapshot>> LoadTrainingSnapshot(
    ChangeSource* source, const std::function<absl::Status()>& tick);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TRAINER_TRAINING_SNAPSHOT_H_
