#ifndef BROADSHEET_RECOMMEND_ENCODER_REMOTE_ENCODER_H_
#define BROADSHEET_RECOMMEND_ENCODER_REMOTE_ENCODER_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/retrier.h"
#include "recommend/encoder/embedding_server.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// What all servers have in common: texts are made ready, failures that pass are
// tried again, vectors are checked. Thread-safe.
class RemoteEncoder final : public Encoder {
 public:
  // Options that CheckEncoderOptions accepts. `clock` must outlive this.
  RemoteEncoder(const EncoderSettings& options,
                std::unique_ptr<EmbeddingServer> server, const Clock* clock,
                Timing timing);

  const std::string& name() const override { return name_; }
  size_t dimension() const override;
  size_t max_batch() const override { return options_.max_batch; }
  absl::StatusOr<std::vector<std::vector<float>>> Encode(
      const CallContext& call, TextKind kind,
      std::span<const std::string> texts) override;

 private:
  absl::StatusOr<std::vector<std::string>> Prepare(
      TextKind kind, std::span<const std::string> texts) const;
  // Asks until there is an answer, or an error that stays.
  EmbeddingAnswer AskPatiently(const CallContext& call,
                               std::span<const std::string> texts);
  // Length 1, of dimension() values.
  absl::Status Finish(std::vector<float>* vector) const;

  const EncoderSettings options_;
  const std::string name_;
  const std::unique_ptr<EmbeddingServer> server_;
  const Clock* clock_;
  const Timing timing_;
};

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_REMOTE_ENCODER_H_
