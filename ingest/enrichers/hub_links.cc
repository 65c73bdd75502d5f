#include "ingest/enrichers/hub_links.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/http_client/url.h"
#include "common/paper_id.h"
#include "ingest/enrichers/answer.h"
#include "ingest/link_finder.h"
#include "ingest/web_address.h"

namespace broadsheet::ingest {
namespace {

constexpr int kMaxOfAKind = 15;
constexpr size_t kMaxIdBytes = 200;

struct Shelf {
  std::string_view list;
  std::string_view folder;
  v1::PaperLink::Kind kind;
};
constexpr Shelf kShelves[] = {
    {"models", "", v1::PaperLink::KIND_MODEL},
    {"datasets", "datasets/", v1::PaperLink::KIND_DATASET},
    {"spaces", "spaces/", v1::PaperLink::KIND_SPACE},
};

// "owner/name", or the name alone of what the hub itself owns.
bool IsRepositoryId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && id.front() != '/' &&
         id.back() != '/' && id.find("..") == std::string_view::npos &&
         std::ranges::count(id, '/') <= 1 &&
         std::ranges::all_of(id, [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' ||
                  c == '/';
         });
}

}  // namespace

HubLinks::HubLinks(std::string hub) : hub_(std::move(hub)) {}

// Hubs do not know the ids of before 2007, which have a slash.
std::vector<HttpQuestion> HubLinks::Ask(
    std::span<const v1::Paper> papers) const {
  const std::string& id = papers.front().id();
  if (!IsArxivId(id) || id.find('/') != std::string::npos) return {};
  return {{.url = WithPath(hub_, absl::StrCat("api/arxiv/", id, "/repos"))}};
}

// Those that the paper has already are not told again.
absl::Status HubLinks::Read(std::string_view answer,
                            std::span<const v1::Paper> papers,
                            std::span<v1::Paper> gains) const {
  JsonTree tree;
  if (auto parsed = ParseAnswer(answer, &tree); !parsed.ok()) return parsed;
  v1::Paper all;
  *all.mutable_links() = papers.front().links();
  const int before = all.links_size();
  for (const Shelf& shelf : kShelves) {
    int taken = 0;
    ForEach(tree.root(), {shelf.list}, [&](JsonElement element) {
      const std::string_view id = FindText(element, {"id"});
      if (taken == kMaxOfAKind || !IsRepositoryId(id)) return;
      ++taken;
      v1::PaperLink link;
      link.set_kind(shelf.kind);
      link.set_url(
          WithPath(hub_, absl::StrCat(AsAbsl(shelf.folder), AsAbsl(id))));
      if (link.url().size() <= kMaxLinkBytes) AddLink(link, &all);
    });
  }
  for (int i = before; i < all.links_size(); ++i) {
    gains.front().mutable_links()->Add()->Swap(all.mutable_links(i));
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest
