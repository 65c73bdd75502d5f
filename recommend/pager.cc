#include "recommend/pager.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

constexpr int32_t kDefaultPage = 20;

void PutNumber(uint64_t number, std::string* out) {
  for (int shift = 0; shift < 64; shift += 8) {
    out->push_back(static_cast<char>(number >> shift & 0xff));
  }
}

uint64_t GetNumber(std::string_view in, size_t index) {
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) {
    const auto byte = static_cast<unsigned char>(in[8 * index + i]);
    number |= uint64_t{byte} << (8 * i);
  }
  return number;
}

}  // namespace

absl::StatusOr<size_t> Pager::PageSize(int32_t page_size) {
  if (page_size < 0) {
    return InvalidField(
        "page_size",
        absl::StrCat("is ", page_size, "; 0 (the default) to 500 are allowed"));
  }
  if (page_size == 0) page_size = kDefaultPage;
  return std::min<size_t>(page_size, kMaxListed);
}

std::string Pager::Seal(std::string_view scope, const PageState& state) const {
  std::string payload;
  PutNumber(PaperKey(version_), &payload);
  PutNumber(static_cast<uint64_t>(absl::ToUnixSeconds(state.as_of)), &payload);
  PutNumber(state.seed, &payload);
  PutNumber(state.model, &payload);
  for (const uint64_t key : state.served) PutNumber(key, &payload);
  return codec_->Seal(scope, payload);
}

absl::StatusOr<PageState> Pager::Open(std::string_view scope,
                                      std::string_view token) const {
  const auto payload = codec_->Open(scope, token);
  if (!payload.ok()) return payload.status();
  const size_t numbers = payload->size() / 8;
  if (numbers < 4 || numbers > 4 + kMaxListed || payload->size() % 8 != 0 ||
      GetNumber(*payload, 0) != PaperKey(version_)) {
    return MakeError(absl::StatusCode::kInvalidArgument, "BAD_PAGE_TOKEN",
                     "page_token is of another version; ask for page 1");
  }
  PageState state;
  state.as_of =
      absl::FromUnixSeconds(static_cast<int64_t>(GetNumber(*payload, 1)));
  state.seed = GetNumber(*payload, 2);
  state.model = GetNumber(*payload, 3);
  for (size_t i = 4; i < numbers; ++i) {
    state.served.push_back(GetNumber(*payload, i));
  }
  return state;
}

}  // namespace broadsheet::recommend
