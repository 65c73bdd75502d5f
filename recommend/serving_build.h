#ifndef BROADSHEET_RECOMMEND_SERVING_BUILD_H_
#define BROADSHEET_RECOMMEND_SERVING_BUILD_H_

#include "recommend/read_model.h"
#include "recommend/serving_model.h"

namespace broadsheet::recommend {

// The text that a paper's vector is made of; views into the read model.
ServingModel::Text TextOf(const ReadModel& model, DocId doc);

// Makes the vectors of all papers of a read model that nobody else uses, on up
// to four processors.
void AddAllPapers(const ReadModel& model, ServingModel* serving);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SERVING_BUILD_H_
