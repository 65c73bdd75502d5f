#ifndef BROADSHEET_RECOMMEND_ENCODER_ENCODER_H_
#define BROADSHEET_RECOMMEND_ENCODER_ENCODER_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/retrier.h"

namespace broadsheet::recommend {

// What an embedding is made of: a paper's text or a query. Some models want
// other words before the one than before the other.
enum class TextKind { kPaper, kQuery };

// Makes vectors of texts, by asking a server. Thread-safe.
class Encoder {
 public:
  virtual ~Encoder() = default;
  // As in paper_vector.proto: vectors of one name can be compared.
  virtual const std::string& name() const = 0;
  // Values of a vector: a multiple of 32. The last ones are 0 when the server's
  // vectors are shorter.
  virtual size_t dimension() const = 0;
  // Texts of one call, at most.
  virtual size_t max_batch() const = 0;

  // A vector of length 1 for each text, in their order; all or an error. Texts
  // are cut to EncoderSettings::max_text_bytes. Blocks until the server answers
  // or `call` is over; papers are asked for again meanwhile when that may help,
  // queries are not, because somebody waits. Errors:
  //   UNAVAILABLE: the server is away or busy; later it may answer.
  //   INVALID_ARGUMENT: a text is empty, not UTF-8, or refused by the server;
  //     others may pass, one by one.
  //   FAILED_PRECONDITION: server and settings do not fit; says what to change.
  //   DATA_LOSS, RESOURCE_EXHAUSTED: the answer is not as the server's API
  //   says,
  //     or too large.
  //   CANCELLED, DEADLINE_EXCEEDED: `call` is over.
  virtual absl::StatusOr<std::vector<std::vector<float>>> Encode(
      const CallContext& call, TextKind kind,
      std::span<const std::string> texts) = 0;
};

// As the flags of encoder_flags.h.
struct EncoderSettings {
  // "https://api.openai.com/v1", "http://127.0.0.1:8000": an API like OpenAI's,
  // by its server, its base or the whole URL of its embeddings.
  // "grpc://127.0.0.1:8080": text-embeddings-inference.
  std::string url;
  // As the server calls it. With gRPC, where a server has one model, only a
  // part of the name.
  std::string model;
  // Empty: made of the model, the dimension and the paper's prefix.
  std::string name;
  // Values of the server's vectors, 1 to 4,096.
  size_t dimension = 0;
  // With a bearer token for the server; empty: none.
  std::string key_file;
  // Put before texts: "passage: ", "query: ".
  std::string paper_prefix;
  std::string query_prefix;
  size_t max_batch = 32;
  // Of a text and its prefix.
  size_t max_text_bytes = 8000;
  size_t max_answer_bytes = 16 << 20;
  // For one answer.
  absl::Duration timeout = absl::Seconds(60);
  // How long papers are asked for again and again.
  absl::Duration patience = absl::Seconds(30);
};

// Asks nothing of the server yet. INVALID_ARGUMENT names the flag and the rule.
// `clock` must outlive the encoder.
absl::StatusOr<std::unique_ptr<Encoder>> MakeEncoder(
    const EncoderSettings& options, const Clock* clock,
    Timing timing = Timing::Real());

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_ENCODER_ENCODER_H_
