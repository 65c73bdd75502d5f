#include "gateway/api/hf_links.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::gateway {
namespace {

using Links = google::protobuf::RepeatedPtrField<v1::PaperLink>;

// What storage takes.
constexpr int64_t kMaxLinks = 50;
constexpr int64_t kMaxMedia = 10;
constexpr int64_t kMaxRemoved = 10;

int64_t CountOf(v1::PaperLink::Kind kind, const Links& links) {
  return std::ranges::count_if(
      links, [kind](const v1::PaperLink& link) { return link.kind() == kind; });
}

void Append(const std::string& url, v1::PaperLink::Kind kind, Links* links) {
  v1::PaperLink* link = links->Add();
  link->set_kind(kind);
  link->set_url(url);
}

// What goes stands behind what went before.
void RemoveAll(v1::PaperLink::Kind kind, Links* links) {
  const Links before = std::exchange(*links, {});
  for (const v1::PaperLink& link : before) {
    if (link.kind() != kind) *links->Add() = link;
  }
  for (const v1::PaperLink& link : before) {
    if (link.kind() != kind) continue;
    Append(link.url(), v1::PaperLink::KIND_REMOVED, links);
  }
}

void ReplaceFirst(const std::string& url, v1::PaperLink::Kind kind,
                  Links* links) {
  const Links before = std::exchange(*links, {});
  bool placed = false;
  std::string replaced = url;
  for (const v1::PaperLink& link : before) {
    if (!placed && link.kind() == kind) {
      placed = true;
      replaced = link.url();
      Append(url, kind, links);
    } else if (link.url() != url) {
      *links->Add() = link;
    }
  }
  if (!placed) Append(url, kind, links);
  if (replaced != url) Append(replaced, v1::PaperLink::KIND_REMOVED, links);
}

// The oldest ones, so that they neither fill the paper nor grow for ever.
void ForgetRemoved(Links* links) {
  constexpr auto kRemoved = v1::PaperLink::KIND_REMOVED;
  int64_t excess = std::max(CountOf(kRemoved, *links) - kMaxRemoved,
                            int64_t{links->size()} - kMaxLinks);
  const Links before = std::exchange(*links, {});
  for (const v1::PaperLink& link : before) {
    if (link.kind() == kRemoved && excess-- > 0) continue;
    *links->Add() = link;
  }
}

}  // namespace

std::vector<std::string> NewUrls(const v1::Paper& paper,
                                 const std::vector<std::string>& urls) {
  std::vector<std::string> fresh;
  for (const std::string& url : urls) {
    const bool known =
        std::ranges::count(fresh, url) > 0 ||
        std::ranges::any_of(paper.links(), [&url](const v1::PaperLink& link) {
          return absl::EqualsIgnoreCase(link.url(), url);
        });
    if (!known) fresh.push_back(url);
  }
  return fresh;
}

absl::Status CheckMediaRoom(const v1::Paper& paper, size_t count) {
  const int64_t media = CountOf(v1::PaperLink::KIND_MEDIA, paper.links());
  const int64_t room = std::max(
      int64_t{0},
      std::min(kMaxMedia - media, kMaxLinks - int64_t{paper.links_size()}));
  if (static_cast<int64_t>(count) <= room) return absl::OkStatus();
  return InvalidField(
      "media_urls", absl::StrCat("has ", count, " that are new; the paper has ",
                                 "room for ", room, " more"));
}

void SetLink(const std::string& url, v1::PaperLink::Kind kind,
             v1::Paper* paper) {
  Links* links = paper->mutable_links();
  if (url.empty()) {
    RemoveAll(kind, links);
  } else {
    ReplaceFirst(url, kind, links);
  }
  ForgetRemoved(links);
}

}  // namespace broadsheet::gateway
