#ifndef BROADSHEET_RECOMMEND_FEED_PIPELINE_H_
#define BROADSHEET_RECOMMEND_FEED_PIPELINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "recommend/arms.h"
#include "recommend/candidate_source.h"
#include "recommend/inverted_index.h"
#include "recommend/list_item.h"
#include "recommend/models/helpers.h"
#include "recommend/ranking.h"
#include "recommend/read_model.h"
#include "recommend/scorer.h"

namespace broadsheet::recommend {

struct FeedOptions {
  // By relevance alone: no trending, fresh or exploring sources, no diversity.
  bool by_relevance = false;
  // Rank only these, when given.
  std::optional<std::vector<DocId>> candidates;
  absl::Time as_of;
  uint64_t seed = 0;
  size_t limit = 20;
  // Fill in the components.
  bool explain = false;
  // The trained model to use; null: none.
  const ServingModel* serving = nullptr;
  // Use this source alone ("factors"), when given: to measure it.
  std::string_view only_source;
  // They do a part of the work; null: nobody does.
  Helpers* helpers = nullptr;
  // What an experiment changes; null: nothing. Relevance alone is not changed.
  const Arm* arm = nullptr;
};

// Whose list it is: a reader, or what somebody without an account asks for.
struct FeedReader {
  const Reader* record;
  std::optional<ReaderId> number;
  // The terms of a text that the papers should be about; may be empty.
  std::vector<PaperTerm> asked;
  // What an embedding server makes of that text; may be empty.
  std::vector<float> asked_vector = {};
};

// Makes a reader's list: candidate sources -> filter -> score -> diversify ->
// explain. (Pages are cut by Pager.) Stateless and thread-safe.
class FeedPipeline {
 public:
  // `pool` must outlive this.
  explicit FeedPipeline(ScoreMapPool* pool);

  // Empty when the reader's events tell nothing: the caller then makes a list
  // that needs no reader. `filter` must be for that reader.
  std::vector<ListItem> Make(const ReadModel& model, const FeedReader& reader,
                             const Filter& filter,
                             const FeedOptions& options) const;

  // One paper's score among the reader's candidates, with all components.
  ListItem Explain(const ReadModel& model, const FeedReader& reader, DocId doc,
                   const FeedOptions& options) const;

 private:
  std::vector<SourceScores> RunSources(const FeedContext& context,
                                       const FeedOptions& options) const;
  // Candidates by paper id.
  std::vector<DocId> Nominate(const FeedContext& context,
                              const std::vector<SourceScores>& sources,
                              const FeedOptions& options) const;
  // Makes scores of all `docs` comparable, and adds them up.
  std::vector<Candidate> Score(const FeedContext& context,
                               const std::vector<SourceScores>& sources,
                               const std::vector<DocId>& docs) const;
  std::vector<Candidate> Rank(const FeedContext& context,
                              const std::vector<SourceScores>& sources,
                              const FeedOptions& options) const;

  ScoreMapPool* pool_;
  std::vector<std::unique_ptr<CandidateSource>> sources_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_FEED_PIPELINE_H_
