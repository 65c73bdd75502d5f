#include "recommend/list_request.h"

#include "absl/strings/str_join.h"
#include "common/text.h"
#include "recommend/search_answer.h"

namespace broadsheet::recommend {
namespace {

constexpr size_t kMaxQueryBytes = 1000;
constexpr int kMaxCandidates = 50'000;
constexpr int kMaxCategories = 200;

absl::Status CheckCount(std::string_view field, int count, int limit) {
  if (count <= limit) return absl::OkStatus();
  return InvalidField(
      field, std::string(absl::StrCat("has ", count, " elements; at most ",
                                      limit, " are allowed")));
}

}  // namespace

absl::Status CheckText(std::string_view field, std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    return InvalidField(field, absl::StrCat("has ", text.size(),
                                            " bytes; at most 1,000 are "
                                            "allowed")
                                   .c_str());
  }
  if (!IsUtf8(text)) return InvalidField(field, "is not UTF-8");
  return absl::OkStatus();
}

absl::Status CheckCategories(int count) {
  return CheckCount("categories", count, kMaxCategories);
}

absl::Status CheckSearch(const v1::SearchRequest& request) {
  if (auto s = CheckText("query", request.query()); !s.ok()) return s;
  if (request.in_library() && request.reader_id().empty()) {
    return InvalidField("in_library", "needs a reader; whose library is it?");
  }
  if (auto s = CheckSearchParts(request); !s.ok()) return s;
  return CheckCategories(request.categories_size());
}

absl::Status CheckFeed(const v1::FeedRequest& request) {
  if (request.reader_id().empty()) {
    return InvalidField("reader_id", "is empty; whose feed is it?");
  }
  for (const auto& status :
       {CheckCount("candidate_ids", request.candidate_ids_size(),
                   kMaxCandidates),
        CheckCategories(request.categories_size())}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string JoinNames(const std::vector<std::string>& names) {
  return absl::StrJoin(names, "\n");
}

std::string SearchScope(const v1::SearchRequest& request) {
  return Scope("search", request.query(), request.reader_id(),
               JoinNames(ToVector(request.categories())),
               absl::StrCat(request.sort(), " ", request.strict(), " ",
                            request.in_library()),
               JoinNames(ToVector(request.without())));
}

}  // namespace broadsheet::recommend
