#include "gateway/web/pages.h"

#include <sodium.h>

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/json_writer.h"
#include "gateway/http/delivery.h"
#include "gateway/web/account_pages.h"
#include "gateway/web/api_page.h"
#include "gateway/web/comment_pages.h"
#include "gateway/web/dismissed_pages.h"
#include "gateway/web/edition_pages.h"
#include "gateway/web/library_pages.h"
#include "gateway/web/links.h"
#include "gateway/web/list_handlers.h"
#include "gateway/web/match_page.h"
#include "gateway/web/page_kit.h"
#include "gateway/web/paper_handlers.h"
#include "gateway/web/plain_pages.h"
#include "gateway/web/provider_pages.h"
#include "gateway/web/reference_pages.h"
#include "gateway/web/settings_pages.h"
#include "gateway/web/subscribe_pages.h"

namespace broadsheet::gateway {
namespace {

constexpr char kRobots[] =
    "User-agent: *\n"
    "Disallow: /api/\n"
    "Disallow: /feed\n"
    "Disallow: /library\n"
    "Disallow: /mail/\n"
    "Disallow: /sign-in\n"
    "Disallow: /submit\n";

struct Action {
  const char* name;
  v1::EventKind kind;
};

constexpr Action kActions[] = {{"vote", v1::EVENT_KIND_UPVOTE},
                               {"unvote", v1::EVENT_KIND_UNVOTE},
                               {"save", v1::EVENT_KIND_SAVE},
                               {"unsave", v1::EVENT_KIND_UNSAVE},
                               {"hide", v1::EVENT_KIND_HIDE},
                               {"unhide", v1::EVENT_KIND_UNHIDE},
                               {"dislike", v1::EVENT_KIND_DISLIKE},
                               {"undislike", v1::EVENT_KIND_UNDISLIKE}};

// Owned by the routes together.
struct Site {
  explicit Site(const PageDependencies& dependencies)
      : kit(dependencies), lists(&kit), papers(&kit) {}

  HttpResponse Static(const HttpCall& call) const {
    const EmbeddedFile* file =
        kit.assets().FindVersioned(call.Variable("file"));
    if (file == nullptr) return kit.Error(call, 404, "");
    HttpResponse response = TextAnswer(200, Assets::ContentType(file->name),
                                       std::string(file->content));
    response.headers.emplace_back("Cache-Control",
                                  "public, max-age=31536000, immutable");
    return response;
  }

  // KaTeX's files: "katex.min.js", "fonts/KaTeX_Main-Regular.woff2".
  HttpResponse Math(const HttpCall& call) const {
    const std::string name = call.Variable("file");
    const MathAssets::File* file =
        kit.math().Find(call.Variable("digest"), name);
    if (file == nullptr) return kit.Error(call, 404, "");
    const bool packed = !file->gzip.empty() && AcceptsGzip(call.request);
    HttpResponse response = TextAnswer(200, MathAssets::ContentType(name),
                                       packed ? file->gzip : file->content);
    if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
    response.headers.emplace_back("Cache-Control",
                                  "public, max-age=31536000, immutable");
    return response;
  }

  HttpResponse Favicon(const HttpCall& call) const {
    const EmbeddedFile* file = kit.assets().Find("favicon.svg");
    const std::string tag = absl::StrCat("\"", std::string(file->digest), "\"");
    const bool known = call.request.Header("If-None-Match") == tag;
    HttpResponse response =
        TextAnswer(known ? 304 : 200, Assets::ContentType(file->name),
                   known ? "" : std::string(file->content));
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "public, max-age=86400");
    return response;
  }

  const PageKit kit;
  const ListHandlers lists;
  const PaperHandlers papers;
};

using SitePointer = std::shared_ptr<const Site>;

void AddLists(Router& router, const SitePointer& site) {
  router.Add("GET", "/",
             [site](HttpCall& call) { return site->lists.Front(call); });
  router.Add("GET", "/papers",
             [site](HttpCall& call) { return site->lists.Papers(call); });
  for (const auto& [name, kind] : {std::pair{"date", Period::Kind::kDay},
                                   std::pair{"week", Period::Kind::kWeek},
                                   std::pair{"month", Period::Kind::kMonth}}) {
    router.Add("GET", absl::StrCat("/papers/", name, "/{period}"),
               [site, kind = kind](HttpCall& call) {
                 return site->lists.OfPeriod(call, kind);
               });
  }
  router.Add("GET", "/papers/trending",
             [site](HttpCall& call) { return site->lists.Trending(call); });
  router.Add("GET", "/feed",
             [site](HttpCall& call) { return site->lists.Feed(call); });
  router.Add("GET", "/authors/{name...}",
             [site](HttpCall& call) { return site->lists.Author(call); });
}

void AddPapers(Router& router, const SitePointer& site) {
  router.Add("GET", "/papers/{id...}",
             [site](HttpCall& call) { return site->papers.Paper(call); });
  for (const Action& action : kActions) {
    router.Add("POST", absl::StrCat("/papers/{id...}/", action.name),
               [site, kind = action.kind](HttpCall& call) {
                 return site->papers.Act(call, kind);
               });
  }
  router.Add("GET", "/submit",
             [site](HttpCall& call) { return site->papers.SubmitForm(call); });
  router.Add("POST", "/submit",
             [site](HttpCall& call) { return site->papers.Submit(call); });
  // The hub's address of it.
  router.Add("GET", "/papers/submit", [](HttpCall& call) {
    return SeeOther(
        WithQuery("/submit", {{"paper_id", call.query.Get("paper_id")}}));
  });
  router.Add("POST", "/submit/retract",
             [site](HttpCall& call) { return site->papers.Retract(call); });
}

void AddOthers(Router& router, const SitePointer& site) {
  router.Add("GET", "/status", [site](HttpCall& call) {
    PageFrame frame = site->kit.Frame(call, "Status", "");
    frame.script = "status.js";
    return site->kit.Html(
        200, WriteStatusPage(site->kit.writer(), frame,
                             site->kit.Status(call.context), site->kit.Now()));
  });
  router.Add("GET", "/status/traffic.json", [&router](HttpCall&) {
    const Router::Traffic traffic = router.traffic();
    JsonWriter json;
    json.BeginObject();
    json.Key("requests").Int(traffic.requests);
    json.Key("seconds").Number(traffic.seconds);
    json.EndObject();
    return TextAnswer(200, "application/json", json.Take());
  });
  router.Add("GET", "/api", [site](HttpCall& call) {
    return site->kit.Html(200, WriteApiPage(site->kit.writer(),
                                            site->kit.Frame(call, "API", "")));
  });
  router.Add("GET", "/static/{file}",
             [site](HttpCall& call) { return site->Static(call); });
  router.Add("GET", "/static/katex/{digest}/{file...}",
             [site](HttpCall& call) { return site->Math(call); });
  router.Add("GET", "/favicon.svg",
             [site](HttpCall& call) { return site->Favicon(call); });
  router.Add("GET", "/robots.txt", [](HttpCall&) {
    return TextAnswer(200, "text/plain; charset=utf-8", kRobots);
  });
  router.SetErrorPage(
      [site](const HttpCall& call, int status, const std::string& message) {
        return site->kit.Error(call, status, message);
      });
}

}  // namespace

std::string RandomId() {
  std::string bytes(12, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return absl::BytesToHexString(bytes);
}

void RegisterPages(Router& router, const PageDependencies& dependencies) {
  const auto site = std::make_shared<const Site>(dependencies);
  AddLists(router, site);
  AddPapers(router, site);
  AddReferencePages(router, {site, &site->kit});
  AddAccountPages(router, {site, &site->kit});
  AddProviderPages(router, {site, &site->kit});
  AddSettingsPages(router, {site, &site->kit});
  AddLibraryPages(router, {site, &site->kit});
  AddDismissedPages(router, {site, &site->kit});
  AddCommentPages(router, {site, &site->kit});
  AddEditionPages(router, {site, &site->kit});
  AddMatchPage(router, {site, &site->kit});
  AddSubscribePages(router, {site, &site->kit});
  AddDigestReport(router, {site, &site->kit});
  AddOthers(router, site);
}

}  // namespace broadsheet::gateway
