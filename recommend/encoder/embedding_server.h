#ifndef BROADSHEET_RECOMMEND_ENCODER_EMBEDDING_SERVER_H_
#define BROADSHEET_RECOMMEND_ENCODER_EMBEDDING_SERVER_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/call_context.h"

namespace broadsheet::recommend {

struct EmbeddingAnswer {
  absl::Status status = absl::OkStatus();
  // As many as texts, in their order, as the server made them.
  std::vector<std::vector<float>> vectors = {};
  // How long the server wants to be left alone.
  absl::Duration wait = absl::ZeroDuration();
};

// One way of asking for embeddings. Thread-safe.
class EmbeddingServer {
 public:
  virtual ~EmbeddingServer() = default;
  // One try. Errors are those of Encoder::Encode.
  virtual EmbeddingAnswer Ask(const CallContext& call,
                              std::span<const std::string> texts) = 0;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_EMBEDDING_SERVER_H_
