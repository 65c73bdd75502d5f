#ifndef BROADSHEET_RECOMMEND_RECOMMEND_REQUEST_H_
#define BROADSHEET_RECOMMEND_RECOMMEND_REQUEST_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/inverted_index.h"
#include "recommend/read_model.h"
#include "recommend/reader_store.h"

namespace broadsheet::recommend {

// What a request of Recommend says, as a reader who is nobody.

// INVALID_ARGUMENT with field and rule: too many ids or follows, too long a
// text, or nothing to go by.
absl::Status CheckRecommendRequest(const v1::RecommendRequest& request);

// All that decides whose list it is: for the scope of page tokens.
std::string RecommendScope(const v1::RecommendRequest& request);

// A reader who saved the one kind of papers, dislikes the other and follows.
// Papers that the catalogue does not know go to `unknown`. A paper that is both
// is disliked.
Reader MakeReader(const ReadModel& model, const v1::RecommendRequest& request,
                  absl::Time as_of,
                  google::protobuf::RepeatedPtrField<std::string>* unknown);

// The terms of an abstract or the like.
std::vector<PaperTerm> AskedTerms(const std::string& text);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_RECOMMEND_REQUEST_H_
