#include "gateway/oidc/sign_in_flow.h"

#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace broadsheet::gateway {
namespace {

constexpr char kScope[] = "sign-in flow";
constexpr size_t kFields = 6;

}  // namespace

// None of the fields can hold an end of a line.
std::string SignInFlows::Seal(const SignInFlow& flow) const {
  const std::vector<std::string> fields = {
      flow.provider_id, flow.state,
      flow.nonce,       flow.verifier,
      flow.reader_id,   absl::StrCat(absl::ToUnixSeconds(flow.expires))};
  return codec_.Seal(kScope, absl::StrJoin(fields, "\n"));
}

std::optional<SignInFlow> SignInFlows::Open(std::string_view text,
                                            absl::Time now) const {
  const auto opened = codec_.Open(kScope, text);
  if (!opened.ok()) return std::nullopt;
  const std::vector<std::string> fields = absl::StrSplit(*opened, '\n');
  int64_t seconds = 0;
  if (fields.size() != kFields || !absl::SimpleAtoi(fields[5], &seconds)) {
    return std::nullopt;
  }
  const absl::Time expires = absl::FromUnixSeconds(seconds);
  if (expires <= now) return std::nullopt;
  return SignInFlow{fields[0], fields[1], fields[2],
                    fields[3], fields[4], expires};
}

}  // namespace broadsheet::gateway
