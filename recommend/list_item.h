#ifndef BROADSHEET_RECOMMEND_LIST_ITEM_H_
#define BROADSHEET_RECOMMEND_LIST_ITEM_H_

#include <string>
#include <utility>
#include <vector>

#include "broadsheet/v1/list.pb.h"
#include "recommend/score_map.h"

namespace broadsheet::recommend {

// One place of a list.
struct ListItem {
  DocId doc = 0;
  double score = 0;
  v1::Reason reason;
  // The score part by part, by name.
  std::vector<std::pair<std::string, double>> components;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_LIST_ITEM_H_
