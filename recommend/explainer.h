#ifndef BROADSHEET_RECOMMEND_EXPLAINER_H_
#define BROADSHEET_RECOMMEND_EXPLAINER_H_

#include <string>
#include <utility>
#include <vector>

#include "broadsheet/v1/list.pb.h"
#include "recommend/candidate_source.h"
#include "recommend/list_item.h"
#include "recommend/scorer.h"

namespace broadsheet::recommend {

// Says why papers are on a reader's list, by the source that added most to
// their score, of those that know something good about them. For one list: the
// vectors of the reader's papers are made once.
class Explainer {
 public:
  explicit Explainer(const FeedContext& context);

  v1::Reason Explain(const std::vector<SourceScores>& sources,
                     const Candidate& candidate);

 private:
  struct Own {
    DocId doc;
    double weight;
  };

  // The reader's papers that are closest to `doc`, at most 3.
  std::vector<DocId> ClosestByContent(DocId doc);
  std::vector<DocId> ClosestByReaders(DocId doc) const;
  std::vector<DocId> ClosestByFactors(DocId doc) const;
  void ExplainByOwn(const std::vector<DocId>& own, v1::Reason* reason) const;
  void ExplainFollowed(DocId doc, v1::Reason* reason) const;
  std::string Deed(DocId own) const;

  FeedContext context_;
  std::vector<Own> own_;
  Cosines closeness_;  // To each of own_; made when asked for.
};

// Reasons that are the same for every reader.
v1::Reason TrendingReason(const ReadModel& model, DocId doc);
v1::Reason FreshReason(const ReadModel& model, DocId doc);
v1::Reason SimilarReason(const ReadModel& model, DocId to);
// The title, cut to fit into a line; the id when there is none.
std::string ShortTitle(const ReadModel& model, DocId doc);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_EXPLAINER_H_
