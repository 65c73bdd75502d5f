#ifndef BROADSHEET_RECOMMEND_ENCODER_ENCODER_FLAGS_H_
#define BROADSHEET_RECOMMEND_ENCODER_ENCODER_FLAGS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/flags.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// The flags --encoder-... of a process that asks an embedding server.
struct EncoderFlags {
  EncoderSettings options;
  int dimension = 0;
  int text_bytes = static_cast<int>(EncoderSettings().max_text_bytes);
  int batch = static_cast<int>(EncoderSettings().max_batch);
};

// `values` must live until the flags are parsed.
void AddEncoderFlags(FlagSet* flags, EncoderFlags* values);

// What the encoder's vectors are kept as, whether its server is there or not;
// empty: no encoder is named.
std::string EncoderNameOf(const EncoderFlags& values);

// Null without --encoder-url: there is no embedding server. Errors and `clock`
// as of MakeEncoder.
absl::StatusOr<std::unique_ptr<Encoder>> MakeEncoder(const EncoderFlags& values,
                                                     const Clock* clock);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_ENCODER_FLAGS_H_
