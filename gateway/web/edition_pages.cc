#include "gateway/web/edition_pages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "broadsheet/v1/edition_service.pb.h"
#include "ctemplate/template.h"
#include "gateway/web/categories.h"
#include "gateway/web/links.h"
#include "gateway/web/list_kit.h"
#include "gateway/web/method_call.h"
#include "gateway/web/period_page.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

using ctemplate::TemplateDictionary;

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
    auto request = ListRequest<v1::TrendingRequest>(call);
    request.set_edition(edition->name());
    const auto list = kit_->backend().Trending(call.context, request);
    if (!list.ok()) return kit_->Error(call, list.status());
    const std::string path = EditionUrl(edition->name()) + "/trending";
    PageFrame frame = Frame(call, *edition);
    RankedPage page = Heading(*edition, path);
    page.origin = "Trending: what readers turn to now, older papers too.";
    AddResponse(call, *list, path, "", "", &frame, &page);
    return Ranked(call, frame, std::move(page));
  }

  HttpResponse Newest(HttpCall& call) const {
    const auto edition = Find(call);
    if (!edition.ok()) return kit_->Error(call, edition.status());
    v1::ListPapersRequest request = NewestRequest(call);
    request.set_edition(edition->name());
    const auto list = kit_->backend().ListPapers(call.context, request);
    if (!list.ok()) return kit_->Error(call, list.status());
    const std::string path = EditionUrl(edition->name()) + "/newest";
    RankedPage page = Heading(*edition, path);
    page.origin = "The newest papers.";
    AddNewest(call, *list, path, &page);
    if (!page.more_url.empty()) {
      page.empty_lead = "Nothing newer belongs to this edition.";
    }
    return Ranked(call, Frame(call, *edition), std::move(page));
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
    PageFrame frame = Frame(call, *edition);
    auto page =
        SubmittedPage(*kit_, call, period, edition->name(), &frame.degraded);
    if (!page.ok()) return kit_->Error(call, page.status());
    page->edition = EditionTitle(*edition);
    page->editions = Lists(page->base, page->base);
    return kit_->Html(200, WritePeriodPage(kit_->writer(), frame, *page));
  }

  PageFrame Frame(HttpCall& call, const v1::Edition& edition) const {
    PageFrame frame = kit_->Frame(call, EditionTitle(edition), "editions");
    frame.feed = absl::StrCat("/feeds/edition/", edition.name());
    return frame;
  }

  // Of the edition's list at `path`.
  static RankedPage Heading(const v1::Edition& edition,
                            const std::string& path) {
    RankedPage page;
    page.heading = EditionTitle(edition);
    page.fields = Lists(EditionUrl(edition.name()), path);
    page.fields_label = "Lists of this edition";
    page.empty_lead = "Nothing belongs to this edition yet.";
    page.empty_text = "It has: " + Contents(edition) + ".";
    page.ways = {{"/editions", "All editions"}, {"/", "Today's paper"}};
    return page;
  }

  HttpResponse Ranked(HttpCall& call, const PageFrame& frame,
                      RankedPage page) const {
    page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
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
