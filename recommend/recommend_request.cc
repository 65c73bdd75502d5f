#include "recommend/recommend_request.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "common/text.h"
#include "recommend/paper_analysis.h"
#include "recommend/ranking.h"
#include "recommend/text_analyzer.h"

namespace broadsheet::recommend {
namespace {

constexpr int kMaxIds = 1000;
constexpr int kMaxFollows = 200;
constexpr size_t kMaxFollowBytes = 300;
constexpr size_t kMaxTextBytes = 100'000;

std::optional<DocId> FindDoc(const ReadModel& model, const std::string& id) {
  auto doc = model.catalogue().Find(id);
  if (!doc) {
    const auto normal = NormalizePaperId(id, "");
    if (normal.ok()) doc = model.catalogue().Find(*normal);
  }
  if (!doc || model.catalogue().Get(*doc).revision == 0) return std::nullopt;
  return doc;
}

absl::Status CheckFollow(int index, const std::string& follow) {
  const std::string field = absl::StrCat("follows[", index, "]");
  const std::string_view text = follow;
  if (follow.size() > kMaxFollowBytes || !IsUtf8(follow)) {
    return InvalidField(field, "is longer than 300 bytes or not UTF-8");
  }
  if (!text.starts_with("author:") && !text.starts_with("category:")) {
    return InvalidField(field, "begins neither with author: nor category:");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckRecommendRequest(const v1::RecommendRequest& request) {
  const int ids = request.positive_ids_size() + request.negative_ids_size();
  if (ids > kMaxIds) {
    return InvalidField(
        request.positive_ids_size() > kMaxIds ? "positive_ids" : "negative_ids",
        absl::StrCat("makes ", ids, " ids; at most 1,000 are allowed").c_str());
  }
  if (request.text().size() > kMaxTextBytes || !IsUtf8(request.text())) {
    return InvalidField("text", "is longer than 100,000 bytes or not UTF-8");
  }
  if (request.follows_size() > kMaxFollows) {
    return InvalidField("follows", "has more than 200 elements");
  }
  for (int i = 0; i < request.follows_size(); ++i) {
    absl::Status follow = CheckFollow(i, request.follows(i));
    if (!follow.ok()) return follow;
  }
  if (request.positive_ids().empty() && request.text().empty() &&
      request.follows().empty()) {
    return InvalidField("positive_ids",
                        "is empty, as are text and follows: there is nothing "
                        "to go by");
  }
  return absl::OkStatus();
}

std::string RecommendScope(const v1::RecommendRequest& request) {
  const std::string all = absl::StrCat(
      absl::StrJoin(request.positive_ids(), "\n"), "\n\n",
      absl::StrJoin(request.negative_ids(), "\n"), "\n\n",
      absl::StrJoin(request.follows(), "\n"), "\n\n", request.text());
  return absl::StrCat(all.size(), ":", PaperKey(all));
}

Reader MakeReader(const ReadModel& model, const v1::RecommendRequest& request,
                  absl::Time as_of,
                  google::protobuf::RepeatedPtrField<std::string>* unknown) {
  Reader reader;
  const auto mark = [&](const std::string& id, v1::EventKind kind) {
    const auto doc = FindDoc(model, id);
    if (!doc) {
      *unknown->Add() = std::string(CutUtf8(id, 200));
      return;
    }
    reader.papers[*doc].marks = {Mark{kind, true, true, as_of, id}};
  };
  for (const std::string& id : request.positive_ids()) {
    mark(id, v1::EVENT_KIND_SAVE);
  }
  for (const std::string& id : request.negative_ids()) {
    mark(id, v1::EVENT_KIND_DISLIKE);
  }
  for (const std::string& target : request.follows()) {
    reader.follows[target] = {true, as_of, target};
  }
  return reader;
}

std::vector<PaperTerm> AskedTerms(const std::string& text) {
  if (text.empty()) return {};
  v1::Paper paper;
  paper.set_abstract(text);
  TextAnalyzer analyzer;
  return AnalyzePaper(std::move(paper), &analyzer).terms;
}

}  // namespace broadsheet::recommend
