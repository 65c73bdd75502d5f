#include "recommend/encoder/encoder.h"

#include <utility>

#include "recommend/encoder/encoder_options.h"
#include "recommend/encoder/openai_server.h"
#include "recommend/encoder/remote_encoder.h"
#include "recommend/encoder/tei_server.h"

namespace broadsheet::recommend {

absl::StatusOr<std::unique_ptr<Encoder>> MakeEncoder(
    const EncoderSettings& options, const Clock* clock, Timing timing) {
  if (auto checked = CheckEncoderOptions(options); !checked.ok()) {
    return checked;
  }
  auto key = ReadEncoderKey(options);
  if (!key.ok()) return key.status();
  auto server = IsGrpc(options)
                    ? MakeTeiServer(options, *std::move(key))
                    : MakeOpenAiServer(options, *std::move(key), clock);
  return std::make_unique<RemoteEncoder>(options, std::move(server), clock,
                                         std::move(timing));
}

}  // namespace broadsheet::recommend
