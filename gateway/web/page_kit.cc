#include "gateway/web/page_kit.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/days.h"
#include "gateway/http/http_errors.h"
#include "gateway/web/links.h"

namespace broadsheet::gateway {
namespace {

// Stricter than the router's default: our pages load nothing but these.
constexpr char kContentPolicy[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

// A library has papers; whom a visitor follows is on the feed alone.
bool HasLibrary(const Visitor& visitor) {
  return std::ranges::any_of(visitor.marks(), [](const Visitor::Mark& mark) {
    return mark.kind == v1::EVENT_KIND_SAVE ||
           mark.kind == v1::EVENT_KIND_DISLIKE;
  });
}

}  // namespace

PageKit::PageKit(PageDependencies dependencies)
    : dependencies_(std::move(dependencies)),
      // They are compiled in and tested: no error is possible at run time.
      templates_(Templates::Load(EmbeddedTemplates()).value()),
      assets_(EmbeddedAssets()),
      math_(MathAssets::Load(dependencies_.katex_folder)),
      writer_(&templates_, &assets_, &math_),
      visitors_(dependencies_.visitor_secret.empty()
                    ? std::nullopt
                    : std::make_optional<VisitorCookies>(
                          dependencies_.visitor_secret)) {}

absl::CivilDay PageKit::Today() const {
  return DayAt(Now(), dependencies_.zone);
}

absl::CivilDay PageKit::DayOf(const google::protobuf::Timestamp& at) const {
  return DayAt(absl::FromUnixSeconds(at.seconds()), dependencies_.zone);
}

std::string PageKit::PersonalFeed(const std::string& reader_id) const {
  if (dependencies_.feed_token == nullptr) return "";
  return "/feeds/me/" + dependencies_.feed_token(reader_id);
}

Visitor PageKit::VisitorOf(const HttpCall& call) const {
  if (!visitors_ || !call.identity.anonymous()) return {};
  return visitors_->Open(call.Cookie(kVisitorCookie));
}

void PageKit::KeepVisitor(const HttpCall& call, Visitor visitor,
                          HttpResponse* response) const {
  if (visitor.id().empty()) visitor.set_id(MakeId());
  response->headers.emplace_back("Set-Cookie",
                                 visitors_->Seal(visitor, call.OverTls()));
}

PageFrame PageKit::Frame(const HttpCall& call, const std::string& title,
                         const std::string& section) const {
  PageFrame frame;
  frame.title = title;
  frame.section = section;
  frame.path = LocalPath(call.request.target);
  frame.identity = call.identity;
  frame.csrf = call.csrf_token;
  frame.nonce = MakeId();
  frame.visitors = HasVisitors();
  frame.keeps = HasLibrary(VisitorOf(call));
  frame.today = Today();
  return frame;
}

HttpResponse PageKit::Html(int status, absl::StatusOr<std::string> page) const {
  if (!page.ok()) return TextAnswer(500, "text/plain", "The page is broken.");
  HttpResponse response =
      TextAnswer(status, "text/html; charset=utf-8", *std::move(page));
  response.headers.emplace_back("Content-Security-Policy", kContentPolicy);
  return response;
}

HttpResponse PageKit::Error(const HttpCall& call, int status,
                            const std::string& message,
                            const std::vector<Link>& ways) const {
  MessagePage page = ErrorMessage(status, message);
  page.ways.insert(page.ways.begin(), ways.begin(), ways.end());
  PageFrame frame = Frame(call, page.heading, "");
  // A form cannot be sent again by following a link.
  if (call.request.method == "POST") frame.path = "/";
  HttpResponse response = Html(status, WriteMessagePage(writer_, frame, page));
  if (status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

HttpResponse PageKit::Error(const HttpCall& call,
                            const absl::Status& status) const {
  return Error(call, HttpStatusOf(status), ErrorText(status));
}

Standings PageKit::StandingsOf(
    const HttpCall& call, const std::vector<std::string>& paper_ids) const {
  Standings standings;
  const Visitor visitor = VisitorOf(call);
  for (const Visitor::Mark& mark : visitor.marks()) {
    v1::Standing& standing = standings[mark.target];
    standing.set_saved(mark.kind == v1::EVENT_KIND_SAVE);
    standing.set_disliked(mark.kind == v1::EVENT_KIND_DISLIKE);
  }
  if (!call.identity.is_reader() || paper_ids.empty()) return standings;
  v1::BatchGetStandingsRequest request;
  request.set_reader_id(call.identity.reader_id);
  request.mutable_paper_ids()->Assign(paper_ids.begin(), paper_ids.end());
  auto response = backend().BatchGetStandings(call.context, request);
  if (!response.ok()) return standings;
  for (v1::Standing& standing : *response->mutable_standings()) {
    std::string id = standing.paper_id();
    standings.emplace(std::move(id), std::move(standing));
  }
  return standings;
}

bool PageKit::IsSite(const HttpCall& call) const {
  const std::string& site = dependencies_.site;
  const size_t scheme = site.find("://");
  if (scheme == std::string::npos) return true;
  const std::string host = site.substr(scheme + 3);
  return call.request.Header("host") == host.substr(0, host.find('/'));
}

std::string Trimmed(const HttpCall& call, const char* field) {
  return std::string(absl::StripAsciiWhitespace(call.form.Get(field)));
}

}  // namespace broadsheet::gateway
