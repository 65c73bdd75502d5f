#ifndef BROADSHEET_RECOMMEND_ENCODER_ENCODER_OPTIONS_H_
#define BROADSHEET_RECOMMEND_ENCODER_ENCODER_OPTIONS_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// The longest vectors, as in paper_vector.proto.
inline constexpr size_t kMaxDimension = 4096;

bool IsGrpc(const EncoderSettings& options);
// "host:port" of a gRPC server.
std::string GrpcTarget(const EncoderSettings& options);
// The whole URL of an HTTP server's embeddings.
std::string EmbeddingsUrl(const EncoderSettings& options);

// The name given or, when there is none, one that changes with what makes
// vectors incomparable.
std::string EncoderName(const EncoderSettings& options);

// INVALID_ARGUMENT names the flag and the rule.
absl::Status CheckEncoderOptions(const EncoderSettings& options);

// The one word of the key file; empty when none is named. INVALID_ARGUMENT
// names the flag and the rule: only its owner may read the file.
absl::StatusOr<std::string> ReadEncoderKey(const EncoderSettings& options);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_ENCODER_OPTIONS_H_
