#include "recommend/encoder/encoder_options.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"
#include "common/host_port.h"
#include "common/http_client/url.h"
#include "common/secret_file.h"
#include "common/stable_hash.h"
#include "common/text.h"

namespace broadsheet::recommend {
namespace {

constexpr char kGrpc[] = "grpc://";
constexpr size_t kMaxNameBytes = 100;
constexpr size_t kMaxModelBytes = 200;
constexpr size_t kMaxPrefixBytes = 1000;
// Fewer than text-embeddings-inference answers at once, 512 by default.
constexpr size_t kMaxBatch = 256;
constexpr size_t kMinTextBytes = 200;
constexpr size_t kMaxTextBytes = 1 << 20;

bool IsNameByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         std::string_view("._/@:-").find(c) != std::string_view::npos;
}

absl::Status CheckNumber(const char* flag, size_t value, size_t least,
                         size_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return InvalidField(flag, absl::StrCat("is not of ", least, " to ", most));
}

absl::Status CheckTarget(const EncoderSettings& options) {
  const auto at = SplitHostPort("--encoder-url", GrpcTarget(options));
  if (!at.ok()) return at.status();
  int port = 0;
  if (at->host.empty() || !absl::SimpleAtoi(at->port, &port) || port < 1 ||
      port > 65535) {
    return InvalidField("--encoder-url", "is not grpc://HOST:PORT");
  }
  return absl::OkStatus();
}

absl::Status CheckUrl(const EncoderSettings& options) {
  if (IsGrpc(options)) return CheckTarget(options);
  const absl::Status checked = CheckBaseUrl(options.url);
  if (checked.ok()) return checked;
  return InvalidField("--encoder-url",
                      absl::StrCat(ViolationsOf(checked).front().rule,
                                   "; http://HOST:PORT, https://HOST/v1 or "
                                   "grpc://HOST:PORT is needed"));
}

absl::Status CheckModel(const EncoderSettings& options) {
  if (options.model.size() > kMaxModelBytes || !IsUtf8(options.model)) {
    return InvalidField("--encoder-model",
                        "is not a text of at most 200 bytes");
  }
  if (options.model.empty() && !IsGrpc(options)) {
    return InvalidField("--encoder-model",
                        "is missing: the name that the server gives its model");
  }
  return absl::OkStatus();
}

absl::Status CheckName(const EncoderSettings& options) {
  if (options.name.empty() && options.model.empty()) {
    return InvalidField("--encoder-name", "or --encoder-model is needed");
  }
  const std::string name = EncoderName(options);
  if (name.size() <= kMaxNameBytes &&
      std::all_of(name.begin(), name.end(), IsNameByte)) {
    return absl::OkStatus();
  }
  return InvalidField("--encoder-name",
                      "has not 1 to 100 bytes of letters, digits and ._/@:-");
}

absl::Status CheckPrefix(const char* flag, const std::string& prefix,
                         size_t text_bytes) {
  if (prefix.size() > kMaxPrefixBytes || !IsUtf8(prefix)) {
    return InvalidField(flag, "is not a text of at most 1,000 bytes");
  }
  if (prefix.size() > text_bytes / 2) {
    return InvalidField(flag, "is longer than half of --encoder-text-bytes");
  }
  return absl::OkStatus();
}

}  // namespace

bool IsGrpc(const EncoderSettings& options) {
  return absl::StartsWith(options.url, kGrpc);
}

std::string GrpcTarget(const EncoderSettings& options) {
  const absl::string_view address = absl::StripPrefix(options.url, kGrpc);
  return std::string(absl::StripSuffix(address, "/"));
}

std::string EmbeddingsUrl(const EncoderSettings& options) {
  const std::string base(absl::StripSuffix(options.url, "/"));
  if (absl::EndsWith(base, "/embeddings")) return base;
  const size_t host = base.find("://") + 3;
  const bool has_path = base.find('/', host) != std::string::npos;
  return WithPath(base, has_path ? "embeddings" : "v1/embeddings");
}

std::string EncoderName(const EncoderSettings& options) {
  if (!options.name.empty()) return options.name;
  std::string name = absl::StrCat(options.model, ":", options.dimension);
  if (!options.paper_prefix.empty()) {
    absl::StrAppend(
        &name, ":",
        absl::Hex(StableHash(options.paper_prefix) >> 32, absl::kZeroPad8));
  }
  return name;
}

absl::Status CheckEncoderOptions(const EncoderSettings& options) {
  for (const absl::Status& checked :
       {CheckUrl(options), CheckModel(options), CheckName(options),
        CheckNumber("--encoder-dimension", options.dimension, 1, kMaxDimension),
        CheckNumber("--encoder-batch", options.max_batch, 1, kMaxBatch),
        CheckNumber("--encoder-text-bytes", options.max_text_bytes,
                    kMinTextBytes, kMaxTextBytes),
        CheckPrefix("--encoder-paper-prefix", options.paper_prefix,
                    options.max_text_bytes),
        CheckPrefix("--encoder-query-prefix", options.query_prefix,
                    options.max_text_bytes)}) {
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadEncoderKey(const EncoderSettings& options) {
  if (options.key_file.empty()) return "";
  auto key = ReadSecretFile(options.key_file, 1);
  if (!key.ok()) {
    return InvalidField("--encoder-key-file", AsStd(key.status().message()));
  }
  for (const char c : *key) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      return InvalidField("--encoder-key-file", "has more than one word");
    }
  }
  return key;
}

}  // namespace broadsheet::recommend
