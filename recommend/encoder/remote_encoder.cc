#include "recommend/encoder/remote_encoder.h"

#include <cmath>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/sizes.h"
#include "common/text.h"
#include "recommend/encoder/encoder_options.h"

namespace broadsheet::recommend {
namespace {

// Of paper_vector.proto.
constexpr size_t kMultiple = 32;
constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(3);

absl::Status CheckText(size_t at, const std::string& text) {
  const std::string field = absl::StrCat("texts[", at, "]");
  if (text.empty()) return InvalidField(field, "is empty");
  if (!IsUtf8(text)) return InvalidField(field, "is not UTF-8");
  return absl::OkStatus();
}

}  // namespace

RemoteEncoder::RemoteEncoder(const EncoderSettings& options,
                             std::unique_ptr<EmbeddingServer> server,
                             const Clock* clock, Timing timing)
    : options_(options),
      name_(EncoderName(options)),
      server_(std::move(server)),
      clock_(clock),
      timing_(std::move(timing)) {}

size_t RemoteEncoder::dimension() const {
  return (options_.dimension + kMultiple - 1) / kMultiple * kMultiple;
}

absl::StatusOr<std::vector<std::vector<float>>> RemoteEncoder::Encode(
    const CallContext& call, TextKind kind,
    std::span<const std::string> texts) {
  if (texts.empty()) return std::vector<std::vector<float>>();
  const auto prepared = Prepare(kind, texts);
  if (!prepared.ok()) return prepared.status();
  EmbeddingAnswer answer = kind == TextKind::kQuery
                               ? server_->Ask(call, *prepared)
                               : AskPatiently(call, *prepared);
  if (!answer.status.ok()) return answer.status;
  if (answer.vectors.size() != texts.size()) {
    return absl::DataLossError(
        absl::StrCat("the embedding server made ", answer.vectors.size(),
                     " vectors of ", texts.size(), " texts"));
  }
  for (std::vector<float>& vector : answer.vectors) {
    if (auto finished = Finish(&vector); !finished.ok()) return finished;
  }
  return std::move(answer.vectors);
}

absl::StatusOr<std::vector<std::string>> RemoteEncoder::Prepare(
    TextKind kind, std::span<const std::string> texts) const {
  if (texts.size() > options_.max_batch) {
    return InvalidField("texts",
                        TooMany(static_cast<int64_t>(texts.size()),
                                static_cast<int64_t>(options_.max_batch)));
  }
  const std::string& prefix =
      kind == TextKind::kPaper ? options_.paper_prefix : options_.query_prefix;
  std::vector<std::string> prepared;
  prepared.reserve(texts.size());
  for (const std::string& text : texts) {
    if (auto checked = CheckText(prepared.size(), text); !checked.ok()) {
      return checked;
    }
    prepared.push_back(absl::StrCat(
        prefix,
        AsAbsl(CutUtf8(text, options_.max_text_bytes - prefix.size()))));
  }
  return prepared;
}

EmbeddingAnswer RemoteEncoder::AskPatiently(
    const CallContext& call, std::span<const std::string> texts) {
  Retrier retrier(&call, clock_,
                  {.first = kFirstWait,
                   .longest = kLongestWait,
                   .patience = options_.patience},
                  timing_);
  while (true) {
    EmbeddingAnswer answer = server_->Ask(call, texts);
    if (!absl::IsUnavailable(answer.status)) return answer;
    if (answer.wait > absl::ZeroDuration()) {
      // Whoever calls may have something else to do for so long.
      if (answer.wait > options_.patience || answer.wait >= call.TimeLeft()) {
        return answer;
      }
      timing_.sleep(call, answer.wait);
    }
    answer.status = retrier.WaitAfter(answer.status);
    if (!answer.status.ok()) return answer;
  }
}

absl::Status RemoteEncoder::Finish(std::vector<float>* vector) const {
  if (vector->size() != options_.dimension) {
    return absl::FailedPreconditionError(
        absl::StrCat("the embedding server's vectors have ", vector->size(),
                     " values, --encoder-dimension says ", options_.dimension));
  }
  double sum = 0;
  for (const float value : *vector) {
    sum += static_cast<double>(value) * static_cast<double>(value);
  }
  if (!std::isfinite(sum)) {
    return absl::DataLossError(
        "a vector of the embedding server has a value that is no number");
  }
  if (sum == 0) {
    return absl::DataLossError("a vector of the embedding server is all 0");
  }
  const double length = std::sqrt(sum);
  for (float& value : *vector) value = static_cast<float>(value / length);
  vector->resize(dimension());
  return absl::OkStatus();
}

}  // namespace broadsheet::recommend
