#include "ingest/web_address.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"

namespace broadsheet::ingest {
namespace {

using Link = v1::PaperLink;
using Segments = std::vector<std::string_view>;

constexpr size_t kMaxHostBytes = 253;
constexpr size_t kMaxNameBytes = 100;

bool IsHostCharacter(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == ':';
}

bool IsAddressCharacter(unsigned char c) {
  return absl::ascii_isgraph(c) &&
         std::string_view("\"<>\\^`{|}").find(static_cast<char>(c)) ==
             std::string_view::npos;
}

bool IsHost(std::string_view host) {
  const size_t colon = host.find(':');
  const std::string_view port =
      colon == std::string_view::npos ? "" : host.substr(colon + 1);
  const std::string_view name = host.substr(0, colon);
  return name.size() <= kMaxHostBytes && name.size() >= 4 &&
         name.find('.') != std::string_view::npos && name.front() != '.' &&
         name.back() != '.' && name.find("..") == std::string_view::npos &&
         std::ranges::all_of(name, IsHostCharacter) && port.size() <= 5 &&
         std::ranges::all_of(
             port, [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// Of owners and repositories.
bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes &&
         std::ranges::all_of(name,
                             [](unsigned char c) {
                               return absl::ascii_isalnum(c) || c == '-' ||
                                      c == '_' || c == '.';
                             }) &&
         std::ranges::any_of(
             name, [](unsigned char c) { return absl::ascii_isalnum(c); });
}

template <size_t N>
bool IsOneOf(std::string_view text, const std::string_view (&list)[N]) {
  return std::ranges::find(list, text) != std::end(list);
}

std::optional<Link> MakeLink(Link::Kind kind, std::string url) {
  if (url.size() > kMaxLinkBytes) return std::nullopt;
  Link link;
  link.set_kind(kind);
  link.set_url(std::move(url));
  return link;
}

// "name" of "name.git" and of "name.", as sentences end.
std::string_view RepositoryName(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  if (name.ends_with(".git")) name.remove_suffix(4);
  return name;
}

std::optional<Link> Repository(std::string_view host, const Segments& path) {
  // Pages of GitHub itself, not of a user.
  constexpr std::string_view kNoOwners[] = {
      "about", "apps",   "collections", "features", "login",  "marketplace",
      "orgs",  "search", "settings",    "sponsors", "topics", "users"};
  if (path.size() < 2 || IsOneOf(path[0], kNoOwners)) return std::nullopt;
  const std::string_view name = RepositoryName(path[1]);
  if (!IsName(path[0]) || !IsName(name)) return std::nullopt;
  return MakeLink(Link::KIND_CODE,
                  absl::StrCat("https://", AsAbsl(host), "/", AsAbsl(path[0]),
                               "/", AsAbsl(name)));
}

// GitLab has groups in groups; a page of the repository comes behind "/-/".
std::optional<Link> GitLab(std::string_view host, const Segments& path) {
  constexpr std::string_view kPages[] = {"-", "tree", "blob", "raw", "issues"};
  std::string url = absl::StrCat("https://", AsAbsl(host));
  size_t names = 0;
  for (std::string_view segment : path) {
    if (IsOneOf(segment, kPages) || names == 5) break;
    const std::string_view name = RepositoryName(segment);
    if (!IsName(name)) return std::nullopt;
    absl::StrAppend(&url, "/", AsAbsl(name));
    ++names;
  }
  if (names < 2) return std::nullopt;
  return MakeLink(Link::KIND_CODE, std::move(url));
}

std::optional<Link> Hub(const Segments& path) {
  constexpr std::string_view kPages[] = {
      "api",     "blog",     "chat",   "collections",   "docs",    "join",
      "learn",   "login",    "models", "organizations", "papers",  "posts",
      "pricing", "settings", "tasks",  "spaces",        "datasets"};
  const auto link = [](Link::Kind kind, std::string_view folder,
                       std::string_view owner, std::string_view name) {
    name = RepositoryName(name);
    if (!IsName(owner) || !IsName(name)) return std::optional<Link>();
    return MakeLink(kind, absl::StrCat("https://huggingface.co", AsAbsl(folder),
                                       "/", AsAbsl(owner), "/", AsAbsl(name)));
  };
  if (path.size() >= 3 && path[0] == "datasets") {
    return link(Link::KIND_DATASET, "/datasets", path[1], path[2]);
  }
  if (path.size() >= 3 && path[0] == "spaces") {
    return link(Link::KIND_SPACE, "/spaces", path[1], path[2]);
  }
  if (path.size() < 2 || IsOneOf(path[0], kPages)) return std::nullopt;
  return link(Link::KIND_MODEL, "", path[0], path[1]);
}

// The value of a parameter of "a=1&b=2".
std::string_view Parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    if (part.size() > name.size() && part.starts_with(name) &&
        part[name.size()] == '=') {
      return part.substr(name.size() + 1);
    }
    query.remove_prefix(std::min(part.size() + 1, query.size()));
  }
  return {};
}

std::optional<Link> YouTube(std::string_view id) {
  id = RepositoryName(id);
  if (!IsName(id) || id.size() < 8) return std::nullopt;
  return MakeLink(Link::KIND_VIDEO,
                  absl::StrCat("https://www.youtube.com/watch?v=", AsAbsl(id)));
}

std::optional<Link> Video(std::string_view host, const WebAddress& address,
                          const Segments& path) {
  constexpr std::string_view kPlayers[] = {"embed", "shorts", "live", "v"};
  if (path.empty()) return std::nullopt;
  if (host == "youtu.be") return YouTube(path[0]);
  if (host == "youtube.com" || host == "m.youtube.com") {
    if (path[0] == "watch") return YouTube(Parameter(address.query, "v"));
    if (path[0] == "playlist") {
      const std::string_view list = Parameter(address.query, "list");
      if (!IsName(list)) return std::nullopt;
      return MakeLink(
          Link::KIND_VIDEO,
          absl::StrCat("https://www.youtube.com/playlist?list=", AsAbsl(list)));
    }
    if (path.size() > 1 && IsOneOf(path[0], kPlayers)) return YouTube(path[1]);
    return std::nullopt;
  }
  if (host == "vimeo.com" && IsName(path[0]) &&
      absl::ascii_isdigit(static_cast<unsigned char>(path[0][0]))) {
    return MakeLink(
        Link::KIND_VIDEO,
        absl::StrCat("https://vimeo.com/", AsAbsl(RepositoryName(path[0]))));
  }
  if (host == "bilibili.com" && path.size() > 1 && path[0] == "video" &&
      IsName(path[1])) {
    return MakeLink(Link::KIND_VIDEO,
                    absl::StrCat("https://www.bilibili.com/video/",
                                 AsAbsl(RepositoryName(path[1]))));
  }
  return std::nullopt;
}

bool HostsProjects(std::string_view host) {
  for (std::string_view suffix : {".github.io", ".gitlab.io"}) {
    if (host.ends_with(suffix) && host.size() > suffix.size()) return true;
  }
  return host == "sites.google.com";
}

}  // namespace

std::string WebAddress::ToString() const {
  return absl::StrCat(scheme, "://", host, path, query.empty() ? "" : "?",
                      query);
}

std::vector<std::string_view> WebAddress::Segments() const {
  std::vector<std::string_view> segments;
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::string_view segment = rest.substr(0, rest.find('/'));
    if (!segment.empty()) segments.push_back(segment);
    rest.remove_prefix(std::min(segment.size() + 1, rest.size()));
  }
  return segments;
}

std::optional<WebAddress> ParseWebAddress(std::string_view text) {
  if (text.size() > kMaxLinkBytes ||
      !std::ranges::all_of(text, IsAddressCharacter)) {
    return std::nullopt;
  }
  WebAddress address;
  address.scheme = "https";
  const size_t colon = text.find("://");
  if (colon != std::string_view::npos) {
    address.scheme = absl::AsciiStrToLower(AsAbsl(text.substr(0, colon)));
    text.remove_prefix(colon + 3);
  }
  if (address.scheme != "http" && address.scheme != "https") {
    return std::nullopt;
  }
  text = text.substr(0, text.find('#'));
  const size_t end = std::min(text.find_first_of("/?"), text.size());
  address.host = absl::AsciiStrToLower(AsAbsl(text.substr(0, end)));
  if (!IsHost(address.host)) return std::nullopt;
  text.remove_prefix(end);
  const size_t mark = std::min(text.find('?'), text.size());
  address.path = text.substr(0, mark);
  text.remove_prefix(mark);
  if (!text.empty()) address.query = text.substr(1);
  return address;
}

std::optional<v1::PaperLink> KnownLink(const WebAddress& address) {
  std::string_view host = address.host;
  if (host.starts_with("www.")) host.remove_prefix(4);
  const Segments path = address.Segments();
  if (host == "github.com" || host == "bitbucket.org" ||
      host == "codeberg.org") {
    return Repository(host, path);
  }
  if (host == "raw.githubusercontent.com")
    return Repository("github.com", path);
  if (host.starts_with("gitlab.")) return GitLab(host, path);
  if (host == "huggingface.co" || host == "hf.co") return Hub(path);
  if (HostsProjects(host)) {
    return MakeLink(Link::KIND_PROJECT_PAGE, address.ToString());
  }
  return Video(host, address, path);
}

}  // namespace broadsheet::ingest
