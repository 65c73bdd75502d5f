#ifndef BROADSHEET_RECOMMEND_SUGGESTIONS_H_
#define BROADSHEET_RECOMMEND_SUGGESTIONS_H_

#include <string_view>
#include <vector>

#include "broadsheet/v1/recommend_service.pb.h"
#include "recommend/read_model.h"

namespace broadsheet::recommend {

// Completions of what is being typed: terms, titles and authors, of which
// titles get what the others leave, at least half. Texts that begin with
// `prefix` come before those with a later word that does; among them titles by
// votes, terms and authors by papers, ties by the alphabet from that word on.
std::vector<v1::Suggestion> MakeSuggestions(const ReadModel& model,
                                            std::string_view prefix,
                                            size_t limit);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_SUGGESTIONS_H_
