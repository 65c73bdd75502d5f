#include "gateway/substitutes.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "gateway/position.h"

namespace broadsheet::gateway {
namespace {

constexpr char kNoRecommender[] =
    "the recommender does not answer; this is a substitute";
constexpr char kBehind[] =
    "the recommender is behind; your latest actions may not show yet";

// Whether the position that was asked for may be what is wrong: it is not
// reached yet, is of a database since restored, or took all the time.
bool IsAboutPosition(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "BEHIND" || reason == "EPOCH_CHANGED" ||
         absl::IsDeadlineExceeded(status);
}

// True when the request's position came with a cookie or header.
template <class Request>
bool PositionIsImplied(const CallContext& call, const Request& request) {
  const std::optional<v1::Position> seen = PositionSeen(call);
  return seen.has_value() && request.has_min_position() &&
         seen->commit() == request.min_position().commit() &&
         seen->epoch() == request.min_position().epoch();
}

// Asks again for what the recommender has. nullopt: it needs a substitute.
template <class Request, class Response>
std::optional<absl::Status> AskAgain(
    Backend& backend,
    absl::StatusOr<Response> (Backend::*method)(const CallContext&,
                                                const Request&),
    const CallContext& call, const Request& request, const absl::Status& why,
    Response* response) {
  if (!IsAboutPosition(why)) return std::nullopt;
  if (!PositionIsImplied(call, request)) {
    if (absl::IsDeadlineExceeded(why)) return std::nullopt;
    return why;
  }
  Request relaxed = request;
  relaxed.clear_min_position();
  auto answer = (backend.*method)(call, relaxed);
  if (!answer.ok()) {
    if (NeedsSubstitute(answer.status())) return std::nullopt;
    return answer.status();
  }
  *response = *std::move(answer);
  // Positions of a former database mean nothing: nothing is missing then.
  if (ReasonOf(why) != "EPOCH_CHANGED") {
    response->mutable_info()->set_degraded(kBehind);
  }
  return absl::OkStatus();
}

// Ids among `papers` that `reader` does not want to see.
std::set<std::string> Unwanted(Backend& backend, const CallContext& call,
                               const std::string& reader, bool drop_seen,
                               const v1::ListPapersResponse& papers) {
  std::set<std::string> unwanted;
  if (reader.empty() || papers.papers().empty()) return unwanted;
  v1::BatchGetStandingsRequest request;
  request.set_reader_id(reader);
  for (const v1::Paper& paper : papers.papers()) {
    request.add_paper_ids(paper.id());
  }
  const auto found = backend.BatchGetStandings(call, request);
  for (const v1::Paper& paper : papers.papers()) {
    // Rather an empty list than one with what was hidden.
    if (!found.ok()) unwanted.insert(paper.id());
  }
  if (!found.ok()) return unwanted;
  for (const v1::Standing& standing : found->standings()) {
    if (standing.hidden() || standing.disliked() ||
        (drop_seen && standing.seen())) {
      unwanted.insert(standing.paper_id());
    }
  }
  return unwanted;
}

// Whether a list of those categories, of all when there are none, has `paper`.
template <class Request>
bool InCategories(const Request& request, const v1::Paper& paper) {
  const auto& wanted = request.categories();
  if (wanted.empty()) return true;
  return std::any_of(paper.categories().begin(), paper.categories().end(),
                     [&](const std::string& category) {
                       return std::count(wanted.begin(), wanted.end(),
                                         category) > 0;
                     });
}

// Storage's newest papers in the place of a ranked list: one page of it. Fails
// when the edition is unknown.
template <class Request, class Response>
absl::Status FillNewest(Backend& backend, const CallContext& call,
                        const Request& request, bool drop_seen,
                        Response* response) {
  response->mutable_info()->set_degraded(kNoRecommender);
  response->mutable_info()->set_origin("the newest papers");
  if (!request.page_token().empty()) return absl::OkStatus();
  v1::ListPapersRequest newest;
  newest.set_page_size(request.page_size());
  newest.set_edition(request.edition());
  if (request.categories_size() == 1) {
    newest.set_category(request.categories(0));
  }
  auto page = backend.ListPapers(call, newest);
  if (absl::IsNotFound(page.status())) return page.status();
  if (!page.ok()) return absl::OkStatus();
  const std::set<std::string> unwanted =
      Unwanted(backend, call, request.reader_id(), drop_seen, *page);
  for (v1::Paper& paper : *page->mutable_papers()) {
    if (unwanted.count(paper.id()) > 0) continue;
    if (!InCategories(request, paper)) continue;
    v1::ListedPaper& listed = *response->add_papers();
    listed.mutable_reason()->set_kind(v1::Reason::KIND_FRESH);
    listed.mutable_reason()->set_text("newly announced");
    if (request.view() == v1::PAPER_VIEW_ID) {
      listed.mutable_paper()->set_id(paper.id());
    } else {
      *listed.mutable_paper() = std::move(paper);
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool NeedsSubstitute(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         ReasonOf(status) == "EPOCH_CHANGED";
}

absl::Status Substitutes::Fill(const CallContext& call,
                               const v1::SearchRequest& request,
                               const absl::Status& why,
                               v1::SearchResponse* response) {
  const auto again =
      AskAgain(*backend_, &Backend::Search, call, request, why, response);
  if (again.has_value()) return *again;
  response->mutable_info()->set_degraded(kNoRecommender);
  return absl::OkStatus();
}

absl::Status Substitutes::Fill(const CallContext& call,
                               const v1::SimilarRequest& request,
                               const absl::Status& why,
                               v1::SimilarResponse* response) {
  const auto again =
      AskAgain(*backend_, &Backend::Similar, call, request, why, response);
  if (again.has_value()) return *again;
  response->mutable_info()->set_degraded(kNoRecommender);
  return absl::OkStatus();
}

absl::Status Substitutes::Fill(const CallContext& call,
                               const v1::TrendingRequest& request,
                               const absl::Status& why,
                               v1::TrendingResponse* response) {
  const auto again =
      AskAgain(*backend_, &Backend::Trending, call, request, why, response);
  if (again.has_value()) return *again;
  return FillNewest(*backend_, call, request, /*drop_seen=*/false, response);
}

absl::Status Substitutes::Fill(const CallContext& call,
                               const v1::FeedRequest& request,
                               const absl::Status& why,
                               v1::FeedResponse* response) {
  const auto again =
      AskAgain(*backend_, &Backend::Feed, call, request, why, response);
  if (again.has_value()) return *again;
  // A ranking of given papers is for measuring: newest papers would lie.
  if (request.candidate_ids_size() > 0 ||
      request.ranking() == v1::RANKING_RELEVANCE) {
    return why;
  }
  return FillNewest(*backend_, call, request, /*drop_seen=*/true, response);
}

absl::Status Substitutes::Fill(const CallContext&, const v1::SuggestRequest&,
                               const absl::Status&, v1::SuggestResponse*) {
  return absl::OkStatus();
}

absl::Status Substitutes::Fill(const CallContext&, const v1::ExplainRequest&,
                               const absl::Status& why, v1::ExplainResponse*) {
  return why;
}

absl::Status Substitutes::Fill(const CallContext&, const v1::GetStatusRequest&,
                               const absl::Status& why,
                               v1::GetStatusResponse*) {
  return why;
}

}  // namespace broadsheet::gateway
