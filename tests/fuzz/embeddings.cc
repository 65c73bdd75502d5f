#include "tests/fuzz/embeddings.h"

#include <vector>

#include "common/errors.h"
#include "common/text.h"
#include "recommend/encoder/encoder_options.h"
#include "recommend/encoder/openai_answer.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {
namespace {

constexpr size_t kTexts = 2;
constexpr size_t kMaxMessageBytes = 300;

}  // namespace

void ParseEmbeddings(std::string_view input) {
  const auto vectors = recommend::ParseOpenAiAnswer(input, kTexts);
  if (!vectors.ok()) {
    const std::string_view message = AsStd(vectors.status().message());
    Check(absl::IsDataLoss(vectors.status()), "refusals are DATA_LOSS");
    Check(!message.empty() && message.size() <= kMaxMessageBytes &&
              IsUtf8(message),
          "refusals say why");
    return;
  }
  Check(vectors->size() == kTexts, "every text has a vector");
  for (const std::vector<float>& vector : *vectors) {
    Check(!vector.empty() && vector.size() <= recommend::kMaxDimension,
          "vectors have 1 to 4,096 values");
  }
}

}  // namespace broadsheet::fuzz
