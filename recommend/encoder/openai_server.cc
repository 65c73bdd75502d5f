#include "recommend/encoder/openai_server.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/http_client/asked_wait.h"
#include "common/http_client/http_fetcher.h"
#include "common/json_writer.h"
#include "recommend/encoder/encoder_options.h"
#include "recommend/encoder/openai_answer.h"

namespace broadsheet::recommend {
namespace {

// Of a server's own words in an error.
constexpr size_t kMaxExcerptBytes = 300;
// As many as there may be searches at once.
constexpr size_t kIdleConnections = 8;
constexpr absl::Duration kConnectTimeout = absl::Seconds(10);

std::string QuestionOf(const std::string& model,
                       std::span<const std::string> texts) {
  JsonWriter json;
  json.BeginObject().Key("model").String(model).Key("input").BeginArray();
  for (const std::string& text : texts) json.String(text);
  json.EndArray().Key("encoding_format").String("float").EndObject();
  return json.Take();
}

// The beginning of what a server says, as a part of a line.
std::string Excerpt(const std::string& body) {
  std::string words = body.substr(0, kMaxExcerptBytes);
  for (char& c : words) {
    if (!absl::ascii_isprint(static_cast<unsigned char>(c))) c = ' ';
  }
  absl::RemoveExtraAsciiWhitespace(&words);
  return words;
}

// What to do about a status other than 200, and the code that it means.
struct Advice {
  absl::StatusCode code;
  absl::string_view words;
};
Advice AdviceOn(int status) {
  if (status == 429 || status >= 500) {
    return {absl::StatusCode::kUnavailable, "it is busy or ill"};
  }
  if (status == 400 || status == 413 || status == 422) {
    return {absl::StatusCode::kInvalidArgument,
            "it refuses the texts; when they are too long for its model, lower "
            "--encoder-text-bytes; when they are too many, --encoder-batch"};
  }
  if (status == 401 || status == 403) {
    return {absl::StatusCode::kFailedPrecondition,
            "it refuses the key; look at --encoder-key-file"};
  }
  if (status >= 300 && status < 400) {
    return {absl::StatusCode::kFailedPrecondition,
            "redirects are not followed; give --encoder-url where it leads"};
  }
  return {absl::StatusCode::kFailedPrecondition,
          "look at --encoder-url and --encoder-model"};
}

class OpenAiServer final : public EmbeddingServer {
 public:
  OpenAiServer(const EncoderSettings& options, std::string key,
               const Clock* clock)
      : url_(EmbeddingsUrl(options)),
        model_(options.model),
        key_(std::move(key)),
        clock_(clock),
        fetcher_(MakeCurlFetcher({.user_agent = "Broadsheet",
                                  .allow_private = true,
                                  .max_body_bytes = options.max_answer_bytes,
                                  .connect_timeout = kConnectTimeout,
                                  .timeout = options.timeout,
                                  .idle_connections = kIdleConnections})) {}

  EmbeddingAnswer Ask(const CallContext& call,
                      std::span<const std::string> texts) override {
    const auto page = fetcher_->Ask(call, {.url = url_,
                                           .follow = false,
                                           .token = key_,
                                           .json = QuestionOf(model_, texts)});
    if (!page.ok()) return {.status = Named(page.status())};
    if (page->status != 200) return Refusal(*page);
    auto vectors = ParseOpenAiAnswer(page->body, texts.size());
    if (!vectors.ok()) return {.status = vectors.status()};
    return {.vectors = *std::move(vectors)};
  }

 private:
  EmbeddingAnswer Refusal(const HttpPage& page) const {
    const Advice advice = AdviceOn(page.status);
    std::string message = absl::StrCat("the embedding server ", url_,
                                       " answers with HTTP status ",
                                       page.status, ": ", advice.words);
    if (!page.location.empty()) {
      absl::StrAppend(&message, " (", Excerpt(page.location), ")");
    }
    if (!page.body.empty()) {
      absl::StrAppend(&message, "; it says: ", Excerpt(page.body));
    }
    return {
        .status = absl::Status(advice.code, message),
        .wait = AskedWait(page, clock_->Now()).value_or(absl::ZeroDuration())};
  }

  // The caller's own errors speak for themselves.
  absl::Status Named(const absl::Status& status) const {
    if (absl::IsCancelled(status) || absl::IsDeadlineExceeded(status)) {
      return status;
    }
    return absl::Status(
        status.code(),
        absl::StrCat("the embedding server ", url_, ": ", status.message()));
  }

  const std::string url_;
  const std::string model_;
  const std::string key_;
  const Clock* clock_;
  const std::unique_ptr<HttpFetcher> fetcher_;
};

}  // namespace

std::unique_ptr<EmbeddingServer> MakeOpenAiServer(
    const EncoderSettings& options, std::string key, const Clock* clock) {
  return std::make_unique<OpenAiServer>(options, std::move(key), clock);
}

}  // namespace broadsheet::recommend
