#include "recommend/encoder/encoder_flags.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "common/errors.h"
#include "recommend/encoder/encoder_options.h"

namespace broadsheet::recommend {
namespace {

// What is below 0 breaks the rule that 0 breaks.
size_t Size(int value) { return static_cast<size_t>(std::max(value, 0)); }

EncoderSettings OptionsOf(const EncoderFlags& values) {
  EncoderSettings options = values.options;
  options.dimension = Size(values.dimension);
  options.max_text_bytes = Size(values.text_bytes);
  options.max_batch = Size(values.batch);
  return options;
}

}  // namespace

void AddEncoderFlags(FlagSet* flags, EncoderFlags* values) {
  EncoderSettings& options = values->options;
  flags->Add("--encoder-url", &options.url,
             "Have a server make vectors of papers and queries: "
             "https://HOST/v1, an API like OpenAI's, or grpc://HOST:PORT, "
             "text-embeddings-inference");
  flags->Add("--encoder-model", &options.model,
             "its model, as the server calls it");
  flags->Add("--encoder-name", &options.name,
             "what vectors are kept as, another one whenever they change; "
             "default: model, dimension and the paper's prefix");
  flags->Add("--encoder-dimension", &values->dimension,
             "values of the model's vectors");
  flags->Add("--encoder-key-file", &options.key_file,
             "file with the server's API key, mode 0600");
  flags->Add("--encoder-paper-prefix", &options.paper_prefix,
             "what the model wants before a paper");
  flags->Add("--encoder-query-prefix", &options.query_prefix,
             "what the model wants before a query");
  flags->Add("--encoder-text-bytes", &values->text_bytes,
             "longer texts are cut; for servers that refuse them");
  flags->Add("--encoder-batch", &values->batch,
             "papers that the server is asked for at once");
}

std::string EncoderNameOf(const EncoderFlags& values) {
  const EncoderSettings options = OptionsOf(values);
  if (options.name.empty() && options.model.empty()) return "";
  return EncoderName(options);
}

absl::StatusOr<std::unique_ptr<Encoder>> MakeEncoder(const EncoderFlags& values,
                                                     const Clock* clock) {
  const EncoderSettings options = OptionsOf(values);
  if (!options.url.empty()) return MakeEncoder(options, clock);
  if (options.model.empty() && options.name.empty() &&
      options.key_file.empty() && options.dimension == 0) {
    return nullptr;
  }
  return InvalidField("--encoder-url",
                      "is missing, but other flags of the "
                      "encoder are given");
}

}  // namespace broadsheet::recommend
