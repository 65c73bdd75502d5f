#ifndef BROADSHEET_RECOMMEND_ENCODER_OPENAI_ANSWER_H_
#define BROADSHEET_RECOMMEND_ENCODER_OPENAI_ANSWER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace broadsheet::recommend {

// The vectors in an answer of an API like OpenAI's
// (platform.openai.com/docs/api-reference/embeddings), `count` of them, in the
// order of their "index" where they have one. Values are numbers, or little-
// endian floats in base64; they may be infinite or no numbers. DATA_LOSS says
// where the answer is not so.
absl::StatusOr<std::vector<std::vector<float>>> ParseOpenAiAnswer(
    std::string_view json, size_t count);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_OPENAI_ANSWER_H_
