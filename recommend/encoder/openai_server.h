#ifndef BROADSHEET_RECOMMEND_ENCODER_OPENAI_SERVER_H_
#define BROADSHEET_RECOMMEND_ENCODER_OPENAI_SERVER_H_

#include <memory>
#include <string>

#include "common/clock.h"
#include "recommend/encoder/embedding_server.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// A server with an API like OpenAI's, over HTTP
// (platform.openai.com/docs/api-reference/embeddings). Options that
// CheckEncoderOptions accepts; `key` may be empty; `clock` must outlive it.
std::unique_ptr<EmbeddingServer> MakeOpenAiServer(
    const EncoderSettings& options, std::string key, const Clock* clock);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_OPENAI_SERVER_H_
