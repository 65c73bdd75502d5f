#include "gateway/web/library_pages.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "gateway/web/links.h"
#include "gateway/web/list_kit.h"
#include "gateway/web/method_call.h"
#include "gateway/web/search_page.h"
#include "gateway/web/wording.h"

namespace broadsheet::gateway {
namespace {

constexpr char kFolder[] = "folder:";
// How ListLibrary names the papers that are in no folder.
constexpr char kNoFolder[] = "/";

bool IsFollow(const v1::Event& event) {
  const bool known = event.target().starts_with("author:") ||
                     event.target().starts_with("category:");
  return known && (event.kind() == v1::EVENT_KIND_FOLLOW ||
                   event.kind() == v1::EVENT_KIND_UNFOLLOW);
}

std::string FolderUrl(const std::string& folder) {
  return WithQuery("/library", {{"folder", folder}});
}

// Owned by the routes together.
class LibraryPages {
 public:
  explicit LibraryPages(std::shared_ptr<const PageKit> kit)
      : kit_(std::move(kit)) {}

  HttpResponse Library(HttpCall& call) const {
    PageFrame frame = kit_->Frame(call, "Library", "library");
    if (call.identity.anonymous()) return OfVisitor(call, frame);
    if (!call.identity.is_reader()) {
      return kit_->Error(call, 403, "the operator has no library");
    }
    const std::string query = call.query.Get("q");
    if (!query.empty()) return Search(call, frame, query);
    const std::string folder = call.query.Get("folder");
    auto request = ListRequest<v1::ListLibraryRequest>(call);
    request.set_folder(folder);
    const auto library = kit_->backend().ListLibrary(call.context, request);
    if (!library.ok()) return kit_->Error(call, library.status());

    RankedPage page = Heading(folder);
    page.fields = LibraryTabs(*kit_, call, FolderUrl(folder));
    page.own_search = SearchForm("");
    for (const v1::SavedPaper& saved : library->papers()) {
      Story story = {
          saved.paper(), "",
          "Saved " + RelativeDay(kit_->DayOf(saved.saved_at()), frame.today)};
      story.movable = HasFolders();
      story.folder = saved.folder();
      page.stories.push_back(std::move(story));
    }
    page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
    if (!library->next_page_token().empty()) {
      page.more_url = WithQuery(
          "/library",
          {{"folder", folder}, {"page_token", library->next_page_token()}});
    }
    return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
  }

  HttpResponse Move(HttpCall& call) const {
    const std::string folder(
        absl::StripAsciiWhitespace(call.form.Get("folder")));
    v1::Event event;
    event.set_kind(v1::EVENT_KIND_SAVE);
    event.set_paper_id(call.form.Get("paper_id"));
    if (!folder.empty()) event.set_target(kFolder + folder);
    return Record(call, std::move(event), "/library");
  }

  HttpResponse Follow(HttpCall& call, v1::EventKind kind) const {
    v1::Event event;
    event.set_kind(kind);
    event.set_target(call.form.Get("target"));
    return Record(call, std::move(event), "/settings");
  }

 private:
  HttpResponse Search(HttpCall& call, PageFrame& frame,
                      const std::string& query) const {
    auto request = ListRequest<v1::SearchRequest>(call);
    request.set_query(query);
    request.set_in_library(true);
    const auto found = kit_->backend().Search(call.context, request);
    if (!found.ok()) return kit_->Error(call, found.status());
    RankedPage page = Heading("");
    page.empty_lead = "Nothing that you saved matches.";
    page.empty_text = "All papers may have it:";
    page.ways = {{WithQuery("/papers", {{"q", query}}), "Search all papers"},
                 {"/library", "Library"}};
    page.fields = LibraryTabs(*kit_, call, "");
    page.own_search = SearchForm(query);
    AddResponse(call, *found, "/library", "q", query, &frame, &page);
    page.origin = FoundLine(*found, page.first_rank, "saved paper");
    for (Story& story : page.stories) story.reason.clear();
    page.standings = kit_->StandingsOf(call, IdsOf(page.stories));
    return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
  }

  static ListForm SearchForm(const std::string& query) {
    return {"/library", "Search what you saved", query, "Search"};
  }

  // What the visitor's browser keeps, latest first.
  HttpResponse OfVisitor(HttpCall& call, const PageFrame& frame) const {
    const std::vector<std::string> ids =
        MarkedPapers(kit_->VisitorOf(call), v1::EVENT_KIND_SAVE);
    const std::vector<Link> tabs = LibraryTabs(*kit_, call, "/library");
    if (ids.empty() && tabs.empty()) return SeeOther(SignInUrl(frame));
    // Who only disliked saved nothing to ask for.
    absl::StatusOr<v1::BatchGetPapersResponse> papers =
        v1::BatchGetPapersResponse();
    if (!ids.empty()) papers = kit_->backend().GetPapers(call.context, ids);
    if (!papers.ok()) return kit_->Error(call, papers.status());
    RankedPage page = Heading("");
    page.tools.clear();
    page.ways = {{"/", "Today's paper"}, {"/papers/trending", "Trending"}};
    page.fields = tabs;
    page.origin = "What this browser keeps for you, latest first.";
    page.hint = "It moves into an account as soon as you have one.";
    page.hint_link = {SignInUrl(frame), "Sign in"};
    for (const v1::Paper& paper : papers->papers()) {
      page.stories.push_back({paper, "", ""});
    }
    page.standings = kit_->StandingsOf(call, ids);
    return kit_->Html(200, WriteRankedPage(kit_->writer(), frame, page));
  }

  // The visitor's browser keeps whom he follows.
  HttpResponse FollowOfVisitor(HttpCall& call, const v1::Event& event,
                               const std::string& otherwise) const {
    Visitor visitor = kit_->VisitorOf(call);
    visitor.Apply(event.kind(), event.target(), kit_->Now());
    const std::string next = call.form.Get("next");
    HttpResponse response =
        SeeOther(next.empty() ? otherwise : LocalPath(next));
    kit_->KeepVisitor(call, std::move(visitor), &response);
    return response;
  }

  bool HasFolders() const {
    return HasMethod(*kit_, "ReaderService/ListFolders");
  }

  static RankedPage Heading(const std::string& folder) {
    RankedPage page;
    page.heading = "Library";
    page.origin = folder.empty()        ? "What you saved, latest first."
                  : folder == kNoFolder ? "What you saved into no folder."
                                        : "The folder “" + folder + "”.";
    page.empty_lead =
        folder.empty() ? "Your library is empty." : "This folder is empty.";
    page.empty_text = "Save a paper, and you find it here.";
    page.ways = {{"/", "Today's paper"},
                 {"/feed", "For you"},
                 {"/library/import", "Import references"}};
    page.tools = {{"/library/import", "Import"},
                  {"/library.bib", "BibTeX"},
                  {"/library.ris", "RIS"},
                  {"/library.json", "JSON"}};
    return page;
  }

  HttpResponse Record(HttpCall& call, v1::Event event,
                      const std::string& otherwise) const {
    if (call.identity.anonymous() && kit_->HasVisitors() && IsFollow(event)) {
      return FollowOfVisitor(call, event, "/feed");
    }
    if (call.identity.anonymous()) {
      return SeeOther(WithQuery("/sign-in", {{"next", otherwise}}));
    }
    event.set_event_id(kit_->MakeId());
    const int64_t micros = absl::ToUnixMicros(kit_->Now());
    event.mutable_at()->set_seconds(micros / 1000000);
    event.mutable_at()->set_nanos(
        static_cast<int32_t>(micros % 1000000 * 1000));
    v1::RecordEventsRequest request;
    *request.add_events() = std::move(event);
    const auto done = CallMethod<v1::RecordEventsResponse>(
        *kit_, "ReaderService/RecordEvents", call, std::move(request));
    if (!done.ok()) return kit_->Error(call, done.status());
    for (const v1::EventResult& result : done->results()) {
      if (result.outcome() == v1::EventResult::OUTCOME_REFUSED) {
        return kit_->Error(call, 400,
                           absl::StrCat(result.field(), " ", result.rule()));
      }
    }
    const std::string next = call.form.Get("next");
    return SeeOther(next.empty() ? otherwise : LocalPath(next));
  }

  const std::shared_ptr<const PageKit> kit_;
};

// Only when there is any: most libraries are one heap.
void AddFolders(const PageKit& kit, HttpCall& call, std::vector<Link>* links) {
  const auto folders = CallMethod<v1::ListFoldersResponse>(
      kit, "ReaderService/ListFolders", call, v1::ListFoldersRequest());
  if (!folders.ok()) return;
  const bool any = std::ranges::any_of(
      folders->folders(), [](const auto& one) { return !one.name().empty(); });
  if (!any) return;
  for (const v1::Folder& folder : folders->folders()) {
    const bool named = !folder.name().empty();
    links->push_back({FolderUrl(named ? folder.name() : kNoFolder),
                      absl::StrCat(named ? folder.name() : "No folder", " (",
                                   folder.papers(), ")")});
  }
}

}  // namespace

std::vector<Link> LibraryTabs(const PageKit& kit, HttpCall& call,
                              const std::string& current) {
  std::vector<Link> links = {{"/library", "All"}};
  if (call.identity.is_reader()) {
    AddFolders(kit, call, &links);
    if (HasMethod(kit, "ReaderService/ListDismissed")) {
      links.push_back({"/library/hidden", "Hidden"});
    }
  } else if (!MarkedPapers(kit.VisitorOf(call), v1::EVENT_KIND_DISLIKE)
                  .empty()) {
    links.push_back({"/library/hidden", "Not interested"});
  }
  if (links.size() == 1) return {};
  for (Link& link : links) link.current = link.url == current;
  return links;
}

FollowButton FollowButtonOf(const PageKit& kit, HttpCall& call,
                            const std::string& target) {
  if (call.identity.anonymous() && kit.HasVisitors()) {
    return {target, kit.VisitorOf(call).Has(v1::EVENT_KIND_FOLLOW, target)};
  }
  if (!call.identity.is_reader()) return {};
  const auto follows = CallMethod<v1::ListFollowsResponse>(
      kit, "ReaderService/ListFollows", call, v1::ListFollowsRequest());
  if (!follows.ok()) return {};
  return {target, std::ranges::any_of(follows->follows(), [&](const auto& one) {
            return one.target() == target;
          })};
}

void AddLibraryPages(Router& router, std::shared_ptr<const PageKit> kit) {
  const auto pages = std::make_shared<const LibraryPages>(kit);
  router.Add("GET", "/library",
             [pages](HttpCall& call) { return pages->Library(call); });
  router.Add("POST", "/library/folder",
             [pages](HttpCall& call) { return pages->Move(call); });
  for (const auto& [path, kind] :
       {std::pair{"/follow", v1::EVENT_KIND_FOLLOW},
        std::pair{"/unfollow", v1::EVENT_KIND_UNFOLLOW}}) {
    router.Add("POST", path, [pages, kind = kind](HttpCall& call) {
      return pages->Follow(call, kind);
    });
  }
}

}  // namespace broadsheet::gateway
