#ifndef BROADSHEET_RECOMMEND_ENCODER_TEI_SERVER_H_
#define BROADSHEET_RECOMMEND_ENCODER_TEI_SERVER_H_

#include <memory>
#include <string>

#include "recommend/encoder/embedding_server.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// text-embeddings-inference over gRPC (protos/tei). It is asked for all texts
// at once, one call each, and makes batches of them by itself. Options that
// CheckEncoderOptions accepts; `key` may be empty.
std::unique_ptr<EmbeddingServer> MakeTeiServer(const EncoderSettings& options,
                                               std::string key);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_TEI_SERVER_H_
