#include "gateway/web/edition_pages.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "broadsheet/v1/edition_service.pb.h"
#include "ctemplate/template.h"
#include "gateway/position.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"
#include "gateway/web/method_call.h"
#include "gateway/web/period_page.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

// Keeps a page of long abstracts, with its forms, below 100 kB.
constexpr int kPageSize = 24;

// "Machine Learning, all of stat; "diffusion"; Ada Lovelace".
std::string Contents(const v1::Edition& edition) {
  std::vector<std::string> fields;
  for (const std::string& category : edition.categories()) {
    fields.push_back(category.ends_with(".*")
                         ? "all of " + category.substr(0, category.size() - 2)
                         : CategoryName(category));
  }
  std::vector<std::string> words;
  for (const std::string& keyword : edition.keywords()) {
    words.push_back("“" + keyword + "”");
  }
  std::vector<std::string> parts;
  if (!fields.empty()) parts.push_back(absl::StrJoin(fields, ", "));
  if (!words.empty()) parts.push_back(absl::StrJoin(words, ", "));
  if (edition.authors_size() > 0) {
    parts.push_back("by " + absl::StrJoin(edition.authors(), ", "));
  }
  return Excerpt(absl::StrJoin(parts, "; "), 300);
}

// Of the first paper on a later page of a numbered list.
int FirstRank(const HttpCall& call) {
  constexpr int kMaxRank = 10000;
  int rank = 1;
  const bool given = absl::SimpleAtoi(call.query.Get("from"), &rank);
  return given ? std::clamp(rank, 1, kMaxRank) : 1;
}

// The edition's lists, the one at `url` marked.
std::vector<Link> Lists(const std::string& base, const std::string& url) {
  std::vector<Link> links;
  for (const auto& [path, name] :
       {std::pair{"", "Daily"}, std::pair{"/trending", "Trending"},
        std::pair{"/newest", "Newest"}}) {
    links.push_back({base + path, name, base + path == url});
  }
  links.push_back({"/editions", "All editions", false});
  return links;
}

// Owned by the routes together.
class EditionPages {
 public:
  explicit EditionPages(std::shared_ptr<const PageKit> kit)
      : kit_(std::move(kit)) {}

  HttpResponse All(HttpCall& call) const {
    const auto listed = CallMethod<v1::ListEditionsResponse>(
        *kit_, "EditionService/ListEditions", call, v1::ListEditionsRequest());
    if (!listed.ok()) return kit_->Error(call, listed.status());
    const PageFrame frame = kit_->Frame(call, "Editions", "editions");
    return kit_->Html(200, kit_->writer().Write(frame, "editions.tpl",
                                                [&](TemplateDictionary& body) {
                                                  FillAll(*listed, body);
                                                }));
  }

  HttpResponse Latest(HttpCall& call) const { return OfPeriod(call, ""); }

  HttpResponse Named(HttpCall& call, Period::Kind kind) const {
    const std::string name = call.Variable("period");
    const auto period = ParsePeriod(name);
    if (period.ok() && period->kind == kind) return OfPeriod(call, name);
    return kit_->Error(call, 400,
                       "\"" + Excerpt(name, 40) + "\" is not a date here");
  }

  HttpResponse Trending(HttpCall& call) const {
    const auto edition = Find(call);
    if (!edition.ok()) return kit_->Error(call, edition.status());
    v1::TrendingRequest request;
    request.set_edition(edition->name());
    request.set_page_size(kPageSize);
    request.set_page_token(call.query.Get("page_token"));
    if (call.identity.is_reader()) {
      request.set_reader_id(call.identity.reader_id);
    }
    if (const auto seen = PositionSeen(call.context)) {
      *request.mutable_min_position() = *seen;
    }
    const auto list = kit_->backend().Trending(call.context, request);
    if (!list.ok()) return kit_->Error(call, list.status());
    RankedPage page;
    page.origin = "Trending: what readers turn to now, older papers too.";
    page.first_rank = FirstRank(call);
    for (const v1::ListedPaper& listed : list->papers()) {
      page.stories.push_back(ListedStory(listed));
    }
    return Ranked(call, *edition, "/trending", list->info().degraded(),
                  list->next_page_token(), std::move(page));
  }

  HttpResponse Newest(HttpCall& call) const {
    const auto edition = Find(call);
    if (!edition.ok()) return kit_->Error(call, edition.status());
    v1::ListPapersRequest request;
    request.set_edition(edition->name());
    request.set_page_size(kPageSize);
    request.set_page_token(call.query.Get("page_token"));
    const auto list = kit_->backend().ListPapers(call.context, request);
    if (!list.ok()) return kit_->Error(call, list.status());
    RankedPage page;
    page.origin = "The newest papers.";
    for (const v1::Paper& paper : list->papers()) {
      page.stories.push_back({paper, "", ShortDayOf(paper.announced())});
    }
    return Ranked(call, *edition, "/newest", "", list->next_page_token(),
                  std::move(page));
  }

 private:
  static void FillAll(const v1::ListEditionsResponse& listed,
                      TemplateDictionary& body) {
    if (listed.editions_size() == 0) body.ShowSection("NONE");
    for (const v1::Edition& edition : listed.editions()) {
      const std::string base = EditionUrl(edition.name());
      TemplateDictionary* row = body.AddSectionDictionary("EDITION");
      row->SetValue("URL", base);
      row->SetValue("TITLE", EditionTitle(edition));
      row->SetValue("CONTENTS", Contents(edition));
      row->SetValue("TRENDING_URL", base + "/trending");
      row->SetValue("NEWEST_URL", base + "/newest");
      row->SetValue("FEED_URL",
                    absl::StrCat("/feeds/edition/", edition.name(), ".atom"));
    }
  }

  absl::StatusOr<v1::Edition> Find(HttpCall& call) const {
    v1::GetEditionRequest request;
    request.set_name(call.Variable("name"));
    auto found = CallMethod<v1::GetEditionResponse>(
        *kit_, "EditionService/GetEdition", call, std::move(request));
    if (!found.ok()) {
      // No name is this: there is none of that name, either.
      if (!absl::IsInvalidArgument(found.status())) return found.status();
      return absl::NotFoundError("there is no such edition");
    }
    return std::move(*found->mutable_edition());
  }

  HttpResponse OfPeriod(HttpCall& call, const std::string& period) const {
    const auto edition = Find(call);
    if (!edition.ok()) return kit_->Error(call, edition.status());
    v1::ListSubmittedRequest request;
    request.set_edition(edition->name());
    request.set_period(period);
    request.set_page_size(kPageSize);
    request.set_page_token(call.query.Get("page_token"));
    auto list = kit_->backend().ListSubmitted(call.context, request);
    if (!list.ok()) return kit_->Error(call, list.status());

    PageFrame frame = kit_->Frame(call, EditionTitle(*edition), "editions");
    frame.degraded = list->info().degraded();
    frame.feed = absl::StrCat("/feeds/edition/", edition->name());
    PeriodPage page;
    page.base = EditionUrl(edition->name());
    page.edition = EditionTitle(*edition);
    page.editions = Lists(page.base, page.base);
    const auto named = ParsePeriod(list->period());
    page.period =
        named.ok() ? *named : PeriodOf(Period::Kind::kDay, kit_->Today());
    page.first_page = request.page_token().empty();
    if (!list->next_page_token().empty()) {
      page.more_url = WithQuery(PeriodUrl(page.period, page.base),
                                {{"page_token", list->next_page_token()}});
    }
    std::vector<std::string> ids;
    for (const v1::SubmittedPaper& submitted : list->papers()) {
      ids.push_back(submitted.listed().paper().id());
    }
    page.standings = kit_->StandingsOf(call, ids);
    if (page.first_page && !ids.empty()) {
      page.trending = Rail(call, edition->name(), ids);
    }
    page.list = *std::move(list);
    return kit_->Html(200, WritePeriodPage(kit_->writer(), frame, page));
  }

  // What is trending besides `shown`; nothing when that cannot be had.
  std::vector<v1::ListedPaper> Rail(
      HttpCall& call, const std::string& edition,
      const std::vector<std::string>& shown) const {
    constexpr size_t kRailSize = 7;
    v1::TrendingRequest request;
    request.set_edition(edition);
    request.set_page_size(kPageSize);
    auto trending = kit_->backend().Trending(call.context, request);
    if (!trending.ok() || !trending->info().degraded().empty()) return {};
    std::vector<v1::ListedPaper> rail;
    for (v1::ListedPaper& listed : *trending->mutable_papers()) {
      if (rail.size() == kRailSize) break;
      if (std::ranges::count(shown, listed.paper().id()) > 0) continue;
      rail.push_back(std::move(listed));
    }
    return rail;
  }

  // `list`: its path below the edition.
  HttpResponse Ranked(HttpCall& call, const v1::Edition& edition,
                      const std::string& list, const std::string& degraded,
                      const std::string& next, RankedPage page) const {
    const std::string base = EditionUrl(edition.name());
    page.heading = EditionTitle(edition);
    page.fields = Lists(base, base + list);
    page.fields_label = "Lists of this edition";
    page.empty_lead = "Nothing belongs to this edition yet.";
    page.empty_text = "It has: " + Contents(edition) + ".";
    page.ways = {{"/editions", "All editions"}, {"/", "Today's paper"}};
    if (!call.query.Get("page_token").empty()) page.first_url = base + list;
    if (!next.empty()) {
      const std::string from =
          page.first_rank > 0
              ? absl::StrCat(page.first_rank + page.stories.size())
              : "";
      page.more_url =
          WithQuery(base + list, {{"page_token", next}, {"from", from}});
    }
    PageFrame frame = kit_->Frame(call, page.heading, "editions");
    frame.degraded = degraded;
    frame.feed = absl::StrCat("/feeds/edition/", edition.name());
    std::vector<std::string> ids;
    for (const Story& story : page.stories) ids.push_back(story.paper.id());
    page.standings = kit_->StandingsOf(call, ids);
    return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
  }

  const std::shared_ptr<const PageKit> kit_;
};

}  // namespace

std::vector<v1::Edition> EditionsOf(const PageKit& kit, HttpCall& call) {
  const auto listed = CallMethod<v1::ListEditionsResponse>(
      kit, "EditionService/ListEditions", call, v1::ListEditionsRequest());
  if (!listed.ok()) return {};
  return {listed->editions().begin(), listed->editions().end()};
}

std::string EditionTitle(const v1::Edition& edition) {
  return edition.title().empty() ? edition.name() : edition.title();
}

std::vector<Link> EditionLinks(const std::vector<v1::Edition>& editions) {
  constexpr size_t kShown = 10;
  std::vector<Link> links;
  for (const v1::Edition& edition : editions) {
    if (links.size() == kShown) break;
    links.push_back(
        {EditionUrl(edition.name()), Excerpt(EditionTitle(edition), 40)});
  }
  if (!links.empty()) links.push_back({"/editions", "All editions"});
  return links;
}

void AddEditionPages(Router& router, std::shared_ptr<const PageKit> kit) {
  if (!HasMethod(*kit, "EditionService/ListEditions")) return;
  const auto pages = std::make_shared<const EditionPages>(kit);
  router.Add("GET", "/editions",
             [pages](HttpCall& call) { return pages->All(call); });
  router.Add("GET", "/editions/{name}",
             [pages](HttpCall& call) { return pages->Latest(call); });
  router.Add("GET", "/editions/{name}/trending",
             [pages](HttpCall& call) { return pages->Trending(call); });
  router.Add("GET", "/editions/{name}/newest",
             [pages](HttpCall& call) { return pages->Newest(call); });
  for (const auto& [path, kind] : {std::pair{"date", Period::Kind::kDay},
                                   std::pair{"week", Period::Kind::kWeek},
                                   std::pair{"month", Period::Kind::kMonth}}) {
    router.Add("GET", absl::StrCat("/editions/{name}/", path, "/{period}"),
               [pages, kind = kind](HttpCall& call) {
                 return pages->Named(call, kind);
               });
  }
}

}  // namespace broadsheet::gateway
