#ifndef BROADSHEET_RECOMMEND_MODELS_TERM_WEIGHT_H_
#define BROADSHEET_RECOMMEND_MODELS_TERM_WEIGHT_H_

#include <cmath>

namespace broadsheet::recommend {

// What `count` occurrences of a term weigh, against 1 for one.
inline float TermWeight(float count) {
  return count <= 1 ? count : 1 + std::log(count);
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_TERM_WEIGHT_H_
