#include "tests/support/arxiv_api.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace broadsheet::testing {
namespace {

constexpr char kPath[] = "/api/query?id_list=";

std::string Entry(const std::string& id) {
  return absl::StrCat("<entry><id>http://arxiv.org/abs/", id, "v2</id><title>",
                      ArxivApi::TitleOf(id),
                      "</title><summary>We study one case.</summary>",
                      "<published>2026-08-03T10:00:00Z</published>",
                      "<updated>2026-08-04T10:00:00Z</updated>",
                      "<author><name>Ada Example</name></author>",
                      R"(<category term="cs.DL"/></entry>)");
}

}  // namespace

ArxivApi::ArxivApi(std::set<std::string> ids)
    : ids_(std::move(ids)),
      server_(*HttpServer::Start(
          {.listen = "127.0.0.1:0"},
          [this](const HttpRequest& request,
                 const std::function<void(HttpResponse)>& done) {
            done(HttpResponse{.body = Answer(request.target)});
          })) {}

std::string ArxivApi::url() const {
  return absl::StrCat("http://127.0.0.1:", server_->port(), "/api/query");
}

std::vector<std::string> ArxivApi::asked() const {
  const std::lock_guard lock(mu_);
  return asked_;
}

std::string ArxivApi::Answer(const std::string& target) {
  absl::string_view rest = target;
  std::string entries;
  if (absl::ConsumePrefix(&rest, kPath)) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(rest, absl::MaxSplits('&', 1));
    if (ids_.contains(parts.first)) entries = Entry(parts.first);
    const std::lock_guard lock(mu_);
    asked_.push_back(parts.first);
  }
  return absl::StrCat(R"(<?xml version="1.0" encoding="UTF-8"?>)",
                      R"(<feed xmlns="http://www.w3.org/2005/Atom">)", entries,
                      "</feed>");
}

}  // namespace broadsheet::testing
