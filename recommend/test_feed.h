#ifndef BROADSHEET_RECOMMEND_TEST_FEED_H_
#define BROADSHEET_RECOMMEND_TEST_FEED_H_

// One reader's feed in the making, for tests of single stages.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "recommend/candidate_source.h"
#include "recommend/test_rows.h"

namespace broadsheet::recommend {

class FeedInTheMaking {
 public:
  // `filter`: in addition to what the reader does not want.
  explicit FeedInTheMaking(const std::vector<Row>& rows,
                           const std::string& reader = "ada",
                           FilterOptions filter = {}) {
    for (const Row& row : rows) ApplyRow(row, &model_);
    context_.model = &model_;
    context_.reader_number = model_.readers().Find(reader);
    context_.reader = context_.reader_number
                          ? &model_.readers().Get(*context_.reader_number)
                          : &nobody_;
    filter.reader = context_.reader;
    filter_.emplace(&model_.catalogue(), std::move(filter));
    context_.filter = &*filter_;
    taste_ = MakeTaste(model_, *context_.reader);
    context_.taste = &taste_;
    context_.as_of = kTestNow;
    context_.wanted = 500;
    scores_.Reset(model_.catalogue().size());
  }

  const ReadModel& model() const { return model_; }
  FeedContext& context() { return context_; }
  ScoreMap& scores() { return scores_; }

  DocId Doc(const std::string& id) const {
    return model_.catalogue().Find(id).value();
  }
  float Score(const std::string& id) const { return scores_.Score(Doc(id)); }
  // The ids of papers with a score.
  std::vector<std::string> Scored() const {
    std::vector<std::string> ids;
    for (const DocId doc : scores_.touched()) {
      ids.push_back(model_.catalogue().id(doc));
    }
    return ids;
  }

 private:
  ReadModel model_;
  Reader nobody_;
  std::optional<Filter> filter_;
  Taste taste_;
  FeedContext context_ = {};
  ScoreMap scores_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_TEST_FEED_H_
