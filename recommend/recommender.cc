#include "recommend/recommender.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/paper_id.h"
#include "common/text.h"
#include "recommend/common_lists.h"
#include "recommend/engine_report.h"
#include "recommend/explainer.h"
#include "recommend/list_request.h"
#include "recommend/process.h"
#include "recommend/recommend_request.h"
#include "recommend/search_answer.h"
#include "recommend/searcher.h"
#include "recommend/suggestions.h"
#include "recommend/vector_keeper.h"

namespace broadsheet::recommend {
namespace {

// Left of a search's deadline for its answer.
constexpr absl::Duration kAnswerTime = absl::Milliseconds(15);

// Whether the model goes by that vector of a query.
bool Fits(const ServingModel* serving, const QueryVector& query) {
  return serving != nullptr && !query.encoder.empty() &&
         serving->model().encoder() == query.encoder &&
         serving->texts().dimension() == query.values.size();
}

bool NeedsServer(const ServingModel* serving) {
  return serving != nullptr && !serving->model().encoder().empty();
}

// What tells how close in meaning papers are; nothing without a model.
SemanticTexts TextsOf(const ServingModel* serving, const QueryVector& query) {
  if (serving == nullptr || !serving->has_texts()) return {};
  if (serving->model().encoder().empty()) {
    return {&serving->model().text(), &serving->texts(), {}};
  }
  if (!Fits(serving, query)) return {};
  return {nullptr, &serving->texts(), query.values};
}

// An answer with more is cut; its token goes on.
constexpr size_t kMaxAnswerBytes = 8 << 20;

// The edition's papers; null when the request names none.
absl::StatusOr<const EditionPapers*> FindEdition(const ReadModel& model,
                                                 const std::string& name) {
  if (name.empty()) return nullptr;
  const EditionPapers* papers = model.editions().Find(name);
  if (papers != nullptr) return papers;
  return MakeError(
      absl::StatusCode::kNotFound, "EDITION_UNKNOWN",
      absl::StrCat("there is no edition \"", AsAbsl(CutUtf8(name, 100)), "\""));
}

// Null for nobody and for readers without events.
const Reader* FindReader(const ReadModel& model, const std::string& reader_id) {
  const auto reader = model.readers().Find(reader_id);
  return reader ? &model.readers().Get(*reader) : nullptr;
}

std::vector<DocId> KnownPapers(const Catalogue& catalogue,
                               const std::vector<std::string>& ids) {
  std::vector<DocId> docs;
  for (const std::string& id : ids) {
    const auto doc = catalogue.Find(id);
    if (doc) docs.push_back(*doc);
  }
  return docs;
}

}  // namespace

size_t Recommender::Page::limit() const {
  return std::min(size + 1,
                  kMaxListed - std::min(kMaxListed, state.served.size()));
}

Recommender::Recommender(const Engine* engine, const Clock* clock,
                         const RecommenderOptions& options)
    : engine_(engine),
      clock_(clock),
      codec_(options.secret),
      pager_(&codec_, kModelVersion),
      replica_(options.replica),
      arms_(options.arms),
      started_at_(clock->Now()),
      helpers_(options.helpers),
      helped_papers_(options.helped_papers),
      query_vectors_(options.query_vectors),
      vector_keeper_(options.vector_keeper),
      feed_(&pool_) {}

QueryVector Recommender::EncodeFor(const CallContext& call, TextKind kind,
                                   const std::string& text) const {
  if (query_vectors_ == nullptr) return {};
  {
    const auto model = engine_->Read();
    const ServingModel* serving = model->models().current();
    if (serving == nullptr ||
        serving->model().encoder() != query_vectors_->encoder()) {
      return {};
    }
  }
  return query_vectors_->Of(call, kind, text);
}

Helpers* Recommender::HelpersFor(const ReadModel& model) const {
  return model.catalogue().size() >= helped_papers_ ? &helpers_ : nullptr;
}

template <class Timestamp>
absl::Time Recommender::AsOf(bool given, const Timestamp& as_of) const {
  const absl::Time time =
      given ? absl::FromUnixSeconds(as_of.seconds()) : clock_->Now();
  return absl::UnixEpoch() +
         absl::Floor(time - absl::UnixEpoch(), absl::Minutes(1));
}

template <class Request>
absl::StatusOr<Recommender::Page> Recommender::OpenPage(
    const Request& request, uint64_t seed, std::string scope) const {
  const auto size = Pager::PageSize(request.page_size());
  if (!size.ok()) return size.status();
  Page page;
  page.scope = std::move(scope);
  page.size = *size;
  page.view = request.view();
  page.explain = request.explain();
  page.state.as_of = AsOf(request.has_as_of(), request.as_of());
  page.state.seed = seed;
  if (request.page_token().empty()) return page;
  auto state = pager_.Open(page.scope, request.page_token());
  if (!state.ok()) return state.status();
  page.state = *std::move(state);
  return page;
}

void Recommender::FillPaper(const ReadModel& model, const ListItem& item,
                            v1::PaperView view, bool explain,
                            v1::ListedPaper* listed) const {
  if (view == v1::PAPER_VIEW_ID) {
    listed->mutable_paper()->set_id(model.catalogue().id(item.doc));
  } else {
    *listed->mutable_paper() = model.ReadPaper(item.doc);
  }
  listed->set_score(item.score);
  *listed->mutable_reason() = item.reason;
  if (!explain) return;
  for (const auto& [name, value] : item.components) {
    auto* component = listed->add_components();
    component->set_name(name);
    component->set_value(value);
  }
}

absl::StatusOr<const ServingModel*> Recommender::ModelOf(const ReadModel& model,
                                                         bool first_page,
                                                         Page* page) const {
  const ServingModels& models = model.models();
  const auto key = [](const ServingModel* serving) {
    return PaperKey(serving == nullptr ? "" : serving->id());
  };
  if (first_page) {
    page->serving = models.current();
    page->state.model = key(page->serving);
    return page->serving;
  }
  for (const ServingModel* serving :
       {models.current(), models.previous(),
        static_cast<const ServingModel*>(nullptr)}) {
    if (key(serving) != page->state.model) continue;
    page->serving = serving;
    return serving;
  }
  return MakeError(absl::StatusCode::kInvalidArgument, "BAD_PAGE_TOKEN",
                   "the list was made with a model that is gone; ask for page "
                   "1");
}

void Recommender::FillInfo(const ReadModel& model, const ServingModel* serving,
                           const PageState& state, CallContext& call,
                           v1::ListInfo* info) const {
  const v1::Position position = model.LastInside();
  *info->mutable_position() = position;
  info->set_model_version(
      serving == nullptr ? kModelVersion
                         : absl::StrCat(kModelVersion, "+", serving->id()));
  info->mutable_as_of()->set_seconds(absl::ToUnixSeconds(state.as_of));
  info->set_seed(state.seed);
  info->set_replica(replica_);
  call.SetTrailer("x-broadsheet-position",
                  absl::StrCat(position.epoch(), "/", position.commit()));
}

template <class Response>
void Recommender::FillPage(const ReadModel& model, Page page,
                           const std::vector<ListItem>& items,
                           std::string origin, CallContext& call,
                           Response* response) const {
  size_t bytes = 0;
  size_t listed = 0;
  while (listed < std::min(items.size(), page.size) &&
         bytes < kMaxAnswerBytes) {
    const ListItem& item = items[listed++];
    auto* paper = response->add_papers();
    FillPaper(model, item, page.view, page.explain, paper);
    bytes += paper->ByteSizeLong();
    page.state.served.push_back(PaperKey(model.catalogue().id(item.doc)));
  }
  if (listed < items.size() && page.state.served.size() < kMaxListed) {
    response->set_next_page_token(pager_.Seal(page.scope, page.state));
  }
  FillInfo(model, page.serving, page.state, call, response->mutable_info());
  response->mutable_info()->set_origin(std::move(origin));
}

absl::StatusOr<DocId> Recommender::FindPaper(
    const ReadModel& model, const std::string& paper_id) const {
  auto doc = model.catalogue().Find(paper_id);
  if (!doc) {
    const auto normal = NormalizePaperId(paper_id, "");
    if (normal.ok()) doc = model.catalogue().Find(*normal);
  }
  if (doc && model.catalogue().Get(*doc).revision > 0) return *doc;
  return MakeError(absl::StatusCode::kNotFound, "PAPER_NOT_FOUND",
                   absl::StrCat("no paper has the id \"",
                                AsAbsl(CutUtf8(paper_id, 200)), "\""));
}

absl::StatusOr<v1::SearchResponse> Recommender::Search(
    CallContext& call, const v1::SearchRequest& request) {
  if (auto s = CheckSearch(request); !s.ok()) return s;
  auto page = OpenPage(request, 0, SearchScope(request));
  if (!page.ok()) return page.status();
  if (auto s = engine_->Check(request.min_position()); !s.ok()) {
    return s;
  }
  SearchOptions options = MakeSearchOptions(request);
  const bool by_meaning =
      options.parts.semantic && options.sort == QuerySort::kRelevance;
  const QueryVector query = EncodeFor(
      call, TextKind::kQuery, by_meaning ? WordsToEncode(request.query()) : "");
  const auto model = engine_->Read();
  const auto serving = ModelOf(*model, request.page_token().empty(), &*page);
  if (!serving.ok()) return serving.status();
  const Reader* reader = FindReader(*model, request.reader_id());
  const Filter filter(
      &model->catalogue(),
      {.reader = reader,
       .categories = ToVector(request.categories()),
       .only = request.in_library() ? std::optional(LibraryOf(reader))
                                    : std::nullopt});
  options.as_of = page->state.as_of;
  options.reader = reader;
  options.limit = page->limit();
  options.served = page->state.ServedSet();
  options.semantic = TextsOf(*serving, query);
  options.out_of_time = [&call] { return call.TimeLeft() < kAnswerTime; };
  auto result = Searcher(&*model).Search(request.query(), filter, options);
  if (!result.ok()) return result.status();
  std::vector<ListItem> items;
  for (const SearchHit& hit : result->hits) items.push_back(ToItem(hit));
  if (by_meaning && NeedsServer(*serving) && !Fits(*serving, query)) {
    result->notes.push_back("without meaning: the embedding server is silent");
  }
  v1::SearchResponse response;
  FillSearch(*result, &response);
  FillPage(*model, *std::move(page), items, OriginOf(*result), call, &response);
  if (request.highlights()) AddHighlights(*model, *result, &response);
  return response;
}

absl::StatusOr<v1::SuggestResponse> Recommender::Suggest(
    CallContext&, const v1::SuggestRequest& request) {
  if (auto s = CheckText("prefix", request.prefix()); !s.ok()) return s;
  if (request.limit() < 0) {
    return InvalidField("limit", "is below 0; 0 to 20 are allowed");
  }
  if (auto s = engine_->Check(request.min_position()); !s.ok()) return s;
  const auto model = engine_->Read();
  v1::SuggestResponse response;
  const size_t limit = request.limit() == 0 ? 8 : request.limit();
  for (auto& suggestion :
       MakeSuggestions(*model, request.prefix(), std::min<size_t>(20, limit))) {
    *response.add_suggestions() = std::move(suggestion);
  }
  return response;
}

absl::StatusOr<v1::SimilarResponse> Recommender::Similar(
    CallContext& call, const v1::SimilarRequest& request) {
  auto page = OpenPage(
      request, 0, Scope("similar", request.paper_id(), request.reader_id()));
  if (!page.ok()) return page.status();
  if (auto s = engine_->Check(request.min_position()); !s.ok()) {
    return s;
  }
  const auto model = engine_->Read();
  const auto doc = FindPaper(*model, request.paper_id());
  if (!doc.ok()) return doc.status();
  const auto serving = ModelOf(*model, request.page_token().empty(), &*page);
  if (!serving.ok()) return serving.status();
  const Filter filter(&model->catalogue(),
                      {.reader = FindReader(*model, request.reader_id()),
                       .served = page->state.ServedSet()});
  const auto items = SimilarList(*model, {&pool_, *serving, HelpersFor(*model)},
                                 filter, *doc, page->limit());
  v1::SimilarResponse response;
  FillPage(*model, *std::move(page), items, "papers with like content", call,
           &response);
  return response;
}

absl::StatusOr<v1::TrendingResponse> Recommender::Trending(
    CallContext& call, const v1::TrendingRequest& request) {
  if (auto s = CheckCategories(request.categories_size()); !s.ok()) {
    return s;
  }
  const auto categories = ToVector(request.categories());
  auto page = OpenPage(request, 0,
                       Scope("trending", request.reader_id(),
                             JoinNames(categories), request.edition()));
  if (!page.ok()) return page.status();
  if (auto s = engine_->Check(request.min_position()); !s.ok()) {
    return s;
  }
  const auto model = engine_->Read();
  const auto edition = FindEdition(*model, request.edition());
  if (!edition.ok()) return edition.status();
  const Filter filter(&model->catalogue(),
                      {.reader = FindReader(*model, request.reader_id()),
                       .categories = categories,
                       .within = *edition,
                       .served = page->state.ServedSet()});
  const auto items =
      TrendingList(*model, filter, page->state.as_of, page->limit());
  v1::TrendingResponse response;
  FillPage(*model, *std::move(page), items,
           "attention of all readers, recent first; then the newest papers",
           call, &response);
  return response;
}

absl::StatusOr<v1::RecommendResponse> Recommender::Recommend(
    CallContext& call, const v1::RecommendRequest& request) {
  if (auto s = CheckRecommendRequest(request); !s.ok()) return s;
  if (auto s = CheckCategories(request.categories_size()); !s.ok()) {
    return s;
  }
  const auto categories = ToVector(request.categories());
  auto page = OpenPage(request, 0,
                       Scope("recommend", RecommendScope(request),
                             absl::StrCat(request.ranking()),
                             JoinNames(categories), request.edition()));
  if (!page.ok()) return page.status();
  const std::vector<PaperTerm> asked = AskedTerms(request.text());
  if (auto s = engine_->Check(request.min_position()); !s.ok()) return s;
  QueryVector query = EncodeFor(call, TextKind::kPaper, request.text());
  const auto model = engine_->Read();
  const auto serving = ModelOf(*model, request.page_token().empty(), &*page);
  if (!serving.ok()) return serving.status();
  const auto edition = FindEdition(*model, request.edition());
  if (!edition.ok()) return edition.status();
  v1::RecommendResponse response;
  const Reader reader = MakeReader(*model, request, page->state.as_of,
                                   response.mutable_unknown_ids());
  const Filter filter(&model->catalogue(), {.reader = &reader,
                                            .drop_seen = true,
                                            .categories = categories,
                                            .within = *edition,
                                            .served = page->state.ServedSet()});
  const auto items = feed_.Make(
      *model,
      {&reader, std::nullopt, asked,
       Fits(*serving, query) ? std::move(query.values) : std::vector<float>()},
      filter,
      {.by_relevance = request.ranking() == v1::RANKING_RELEVANCE,
       .as_of = page->state.as_of,
       .limit = page->limit(),
       .explain = request.explain(),
       .serving = *serving,
       .helpers = HelpersFor(*model)});
  FillPage(*model, *std::move(page), items,
           "from the papers, the text and the follows of the request", call,
           &response);
  return response;
}

absl::StatusOr<v1::FeedResponse> Recommender::Feed(
    CallContext& call, const v1::FeedRequest& request) {
  if (auto s = CheckFeed(request); !s.ok()) return s;
  const auto categories = ToVector(request.categories());
  const auto ids = ToVector(request.candidate_ids());
  auto page =
      OpenPage(request, request.seed(),
               Scope("feed", request.reader_id(),
                     absl::StrCat(request.ranking()), JoinNames(categories),
                     absl::StrCat(ids.size(), ":", PaperKey(JoinNames(ids))),
                     request.edition()));
  if (!page.ok()) return page.status();
  if (auto s = engine_->Check(request.min_position()); !s.ok()) {
    return s;
  }
  const auto model = engine_->Read();
  const auto serving = ModelOf(*model, request.page_token().empty(), &*page);
  if (!serving.ok()) return serving.status();
  const auto edition = FindEdition(*model, request.edition());
  if (!edition.ok()) return edition.status();
  const auto reader = model->readers().Find(request.reader_id());
  FeedOptions options{
      .by_relevance = request.ranking() == v1::RANKING_RELEVANCE,
      .as_of = page->state.as_of,
      .seed = page->state.seed,
      .limit = page->limit(),
      .explain = request.explain(),
      .serving = *serving,
      .helpers = HelpersFor(*model),
      .arm = arms_.ArmOf(request.reader_id())};
  FilterOptions allowed{.reader = FindReader(*model, request.reader_id()),
                        .drop_seen = true,
                        .categories = categories,
                        .within = *edition,
                        .served = page->state.ServedSet()};
  if (!ids.empty()) {
    options.candidates = KnownPapers(model->catalogue(), ids);
    allowed.only.emplace(options.candidates->begin(),
                         options.candidates->end());
  }
  const Filter filter(&model->catalogue(), std::move(allowed));
  std::vector<ListItem> items;
  if (reader) {
    items = feed_.Make(*model, {&model->readers().Get(*reader), *reader, {}},
                       filter, options);
  }
  // Others would be the same without the experiment.
  const bool by_arm =
      options.arm != nullptr && !options.by_relevance && !items.empty();
  std::string origin = "from what you read, saved, voted for and follow";
  if (items.empty()) {
    items = TrendingList(*model, filter, options.as_of, options.limit);
    origin = "trending: your events do not tell a taste yet";
  }
  v1::FeedResponse response;
  FillPage(*model, *std::move(page), items, std::move(origin), call, &response);
  if (by_arm) response.mutable_info()->set_arm(options.arm->label);
  return response;
}

absl::StatusOr<v1::ExplainResponse> Recommender::Explain(
    CallContext& call, const v1::ExplainRequest& request) {
  if (auto s = CheckText("query", request.query()); !s.ok()) return s;
  if (auto s = engine_->Check(request.min_position()); !s.ok()) {
    return s;
  }
  const absl::Time as_of = AsOf(request.has_as_of(), request.as_of());
  const auto model = engine_->Read();
  const auto doc = FindPaper(*model, request.paper_id());
  if (!doc.ok()) return doc.status();
  const auto reader = model->readers().Find(request.reader_id());
  const Arm* arm = arms_.ArmOf(request.reader_id());
  std::string label;
  ListItem item;
  if (!request.query().empty()) {
    SearchOptions options;
    options.as_of = as_of;
    options.reader = FindReader(*model, request.reader_id());
    item = ToItem(Searcher(&*model).Match(request.query(), *doc, options));
  } else if (reader) {
    item = feed_.Explain(*model, {&model->readers().Get(*reader), *reader, {}},
                         *doc,
                         {.as_of = as_of,
                          .serving = model->models().current(),
                          .helpers = HelpersFor(*model),
                          .arm = arm});
    if (arm != nullptr) label = arm->label;
  } else {
    item.score = model->trends().Score(*doc, as_of);
    item.reason = TrendingReason(*model, *doc);
    item.components = {{"attention", item.score}};
  }
  item.doc = *doc;
  v1::ExplainResponse response;
  FillPaper(*model, item, v1::PAPER_VIEW_FULL, true, response.mutable_paper());
  FillInfo(*model, model->models().current(), {.as_of = as_of}, call,
           response.mutable_info());
  response.mutable_info()->set_arm(label);
  return response;
}

absl::StatusOr<v1::GetStatusResponse> Recommender::GetStatus(
    CallContext&, const v1::GetStatusRequest&) {
  v1::GetStatusResponse response;
  DescribeEngine(*engine_, clock_->Now(), &response);
  response.set_model_version(kModelVersion);
  {
    const auto model = engine_->Read();
    if (const auto* serving = model->models().current()) {
      response.set_model_id(serving->id());
      response.set_model_version(
          absl::StrCat(kModelVersion, "+", serving->id()));
    }
  }
  if (vector_keeper_ != nullptr) {
    *response.mutable_encoder() = vector_keeper_->status();
  }
  response.set_replica(replica_);
  response.mutable_started_at()->set_seconds(absl::ToUnixSeconds(started_at_));
  response.set_resident_bytes(ResidentBytes());
  return response;
}

}  // namespace broadsheet::recommend
