#include "ingest/link_finder.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/errors.h"
#include "ingest/web_address.h"

namespace broadsheet::ingest {
namespace {

// Before an address, where its page is named.
constexpr size_t kMaxLeadBytes = 40;
// Hosts that need no "https://" before them to be seen.
constexpr std::string_view kBareHosts[] = {
    "github.com",       "www.github.com", "gitlab.com",      "bitbucket.org",
    "codeberg.org",     "huggingface.co", "hf.co",           "youtu.be",
    "youtube.com",      "vimeo.com",      "www.youtube.com", "bilibili.com",
    "sites.google.com",
};

bool IsHostCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' ||
         c == '-';
}

bool EndsAddress(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte >= 0x7f ||
         std::string_view("\"'<>^`{|},;[]").find(c) != std::string_view::npos;
}

// Characters that TeX needs a backslash before.
bool IsEscapable(char c) {
  return std::string_view("_%#&~").find(c) != std::string_view::npos;
}

// What is written behind an address, not in it.
void DropPunctuation(std::string* url) {
  while (!url->empty()) {
    const char last = url->back();
    const bool opened = url->find('(') != std::string::npos;
    if (std::string_view(".:!?").find(last) == std::string_view::npos &&
        !(last == ')' && !opened)) {
      return;
    }
    url->pop_back();
  }
}

// Reads an address from `at` on into `url`; answers where it ends in `text`.
size_t ReadAddress(std::string_view text, size_t at, std::string* url) {
  while (at < text.size() && url->size() <= kMaxLinkBytes) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size() && IsEscapable(text[at + 1])) {
      url->push_back(text[at + 1]);
      at += 2;
      continue;
    }
    if (c == '\\' || EndsAddress(c)) break;
    // "(see github.com/a/b)" ends before the bracket that it did not open.
    if (c == ')' && url->find('(') == std::string::npos) break;
    url->push_back(c);
    ++at;
  }
  return at;
}

// True where `url` was broken: no address ends like this.
bool IsBroken(const std::string& url) {
  if (url.ends_with('-') || url.ends_with('_')) return true;
  if (!url.ends_with('/')) return false;
  // An owner without a repository.
  const auto address = ParseWebAddress(url);
  return !address ||
         (address->Segments().size() == 1 &&
          (address->host == "github.com" || address->host == "huggingface.co" ||
           address->host == "gitlab.com"));
}

// An address of which one line break became a space, and where it ends.
size_t ReadWholeAddress(std::string_view text, size_t at, std::string* url) {
  size_t end = ReadAddress(text, at, url);
  const bool goes_on =
      end + 1 < text.size() && (text[end] == ' ' || text[end] == '\n') &&
      absl::ascii_isalnum(static_cast<unsigned char>(text[end + 1]));
  if (goes_on && IsBroken(*url)) end = ReadAddress(text, end + 1, url);
  DropPunctuation(url);
  return end;
}

// Whether the words before an address say that it is the paper's page.
bool IsLedByPage(std::string_view text, size_t at) {
  const size_t begin = at - std::min(at, kMaxLeadBytes);
  const std::string lead =
      absl::AsciiStrToLower(AsAbsl(text.substr(begin, at - begin)));
  for (const char* name :
       {"project page", "project website", "project site", "project web",
        "webpage", "web page", "homepage", "website"}) {
    if (absl::StrContains(lead, name)) return true;
  }
  return false;
}

// Papers link papers; those are no pages of a project.
bool IsPaperHost(std::string_view host) {
  return host.ends_with("arxiv.org") || host.ends_with("doi.org");
}

void TakeAddress(std::string_view text, size_t begin, const std::string& url,
                 v1::Paper* paper) {
  const auto address = ParseWebAddress(url);
  if (!address) return;
  auto link = KnownLink(*address);
  const bool known_host =
      std::ranges::find(kBareHosts, address->host) != std::end(kBareHosts);
  if (!link && !known_host && !IsPaperHost(address->host) &&
      IsLedByPage(text, begin)) {
    link.emplace();
    link->set_kind(v1::PaperLink::KIND_PROJECT_PAGE);
    link->set_url(address->ToString());
  }
  if (link) AddLink(*link, paper);
}

// Where the address begins whose first "/" or ".github.io" is at `at`; nothing
// when none does.
std::optional<size_t> BeginOf(std::string_view text, size_t at, size_t from) {
  if (at > from && text[at - 1] == ':' && text.substr(at, 2) == "//") {
    for (std::string_view scheme : {"https:", "http:"}) {
      const size_t begin = at - std::min(at, scheme.size());
      if (begin >= from &&
          absl::EqualsIgnoreCase(AsAbsl(text.substr(begin, at - begin)),
                                 AsAbsl(scheme))) {
        return begin;
      }
    }
    return std::nullopt;
  }
  size_t begin = at;
  while (begin > from && IsHostCharacter(text[begin - 1])) --begin;
  // Behind a slash it is part of something else.
  if (begin > from && (text[begin - 1] == '/' || text[begin - 1] == '@')) {
    return std::nullopt;
  }
  const std::string_view host = text.substr(begin, at - begin);
  const bool known =
      std::ranges::any_of(kBareHosts, [host](std::string_view bare) {
        return absl::EqualsIgnoreCase(AsAbsl(host), AsAbsl(bare));
      });
  const bool pages =
      text[at] == '.' ? begin < at : host.ends_with(".github.io");
  if (known || pages) return begin;
  return std::nullopt;
}

// The next place that can be inside of an address.
size_t NextSign(std::string_view text, size_t from) {
  const size_t slash = text.find('/', from);
  const size_t pages = text.substr(0, slash).find(".github.io", from);
  return std::min(slash, pages);
}

}  // namespace

void FindLinks(std::string_view text, v1::Paper* paper) {
  size_t from = 0;
  for (size_t at = NextSign(text, 0);
       at < text.size() && paper->links_size() < kMaxLinks;
       at = NextSign(text, std::max(from, at + 1))) {
    const auto begin = BeginOf(text, at, from);
    if (!begin) continue;
    std::string url;
    size_t read_from = *begin;
    // "https:// github.com/..." was broken behind the slashes.
    if (text.substr(at, 3) == "// ") {
      url = std::string(text.substr(*begin, at + 2 - *begin));
      read_from = at + 3;
    }
    from = ReadWholeAddress(text, read_from, &url);
    TakeAddress(text, *begin, url, paper);
    from = std::max(from, at + 1);
  }
}

void AddLink(const v1::PaperLink& link, v1::Paper* paper) {
  if (paper->links_size() >= kMaxLinks) return;
  const bool known =
      std::ranges::any_of(paper->links(), [&link](const v1::PaperLink& other) {
        return absl::EqualsIgnoreCase(other.url(), link.url());
      });
  if (!known) *paper->add_links() = link;
}

}  // namespace broadsheet::ingest
