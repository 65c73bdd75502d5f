#ifndef BROADSHEET_GATEWAY_WEB_PAGES_FIXTURE_H_
#define BROADSHEET_GATEWAY_WEB_PAGES_FIXTURE_H_

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "broadsheet/v1/account_service.pb.h"
#include "broadsheet/v1/comment_service.pb.h"
#include "broadsheet/v1/edition_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "common/clock.h"
#include "common/executor.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "gateway/web/fake_backend.h"
#include "gateway/web/pages.h"
#include "gateway/web/visitor.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {

// The pages behind the real router, as a browser meets them.
class PagesTest : public ::testing::Test {
 protected:
  PagesTest()
      : authenticator_({.operator_token = "operator", .secret = "secret"},
                       &backend_, &clock_),
        router_({.origins = OriginPolicy("")}, &authenticator_, &executor_,
                &metrics_, &log_) {
    backend_.AddToken("ada-token", "ada");
    for (int i = 0; i < 30; ++i) {
      v1::Paper paper;
      paper.set_id("2611." + std::to_string(10000 + i));
      paper.set_title("Title " + std::to_string(i));
      backend_.Add(paper);
    }
    PageDependencies pages;
    pages.backend = &backend_;
    pages.authenticator = &authenticator_;
    pages.clock = &clock_;
    pages.zone = absl::UTCTimeZone();
    pages.status = [](const CallContext&) {
      return v1::GetSystemStatusResponse();
    };
    pages.make_id = [] { return std::string("fixed-id"); };
    methods_.Add<v1::RecordEventsRequest, v1::RecordEventsResponse>(
        "ReaderService/RecordEvents",
        [this](CallContext& call, const Identity&,
               const v1::RecordEventsRequest& request) {
          return backend_.AppendEvents(call, request);
        });
    methods_.Add<v1::SubmitPaperRequest, v1::SubmitPaperResponse>(
        "ReaderService/SubmitPaper",
        [this](CallContext&, const Identity&,
               const v1::SubmitPaperRequest& request) {
          auto response = backend_.SubmitPaper(request);
          if (response.ok()) {
            response->mutable_submission()->set_day("2026-11-23");
          }
          return response;
        });
    AddEditionMethods();
    methods_.Add<v1::SignUpRequest, v1::SignUpResponse>(
        "AccountService/SignUp",
        [](CallContext&, const Identity&,
           const v1::SignUpRequest&) -> absl::StatusOr<v1::SignUpResponse> {
          return absl::UnimplementedError("nobody signs up in these tests");
        });
    methods_.Add<v1::RecommendRequest, v1::RecommendResponse>(
        "RecommendService/Recommend",
        [this](CallContext&, const Identity&,
               const v1::RecommendRequest& request)
            -> absl::StatusOr<v1::RecommendResponse> {
          recommend_request_ = request;
          if (!recommend_.ok()) return recommend_;
          v1::RecommendResponse response;
          response.set_next_page_token("own 2");
          *response.add_papers()->mutable_paper() = backend_.papers()[7];
          return response;
        });
    AddOwnMethods();
    AddProviderMethods();
    pages.site = "http://localhost";
    pages.methods = &methods_;
    pages.visitor_secret = "secret";
    RegisterPages(router_, pages);
  }

  void AddOwnMethods() {
    methods_.Add<v1::ListDismissedRequest, v1::ListDismissedResponse>(
        "ReaderService/ListDismissed",
        [this](CallContext&, const Identity&, const v1::ListDismissedRequest&)
            -> absl::StatusOr<v1::ListDismissedResponse> {
          return dismissed_;
        });
    methods_.Add<v1::RetractSubmissionRequest, v1::RetractSubmissionResponse>(
        "ReaderService/RetractSubmission",
        [this](CallContext&, const Identity&,
               const v1::RetractSubmissionRequest& request)
            -> absl::StatusOr<v1::RetractSubmissionResponse> {
          retract_request_ = request;
          return v1::RetractSubmissionResponse();
        });
    // Ada is known under her name.
    methods_.Add<v1::ListKnownAuthorsRequest, v1::ListKnownAuthorsResponse>(
        "CommentService/ListKnownAuthors",
        [](CallContext&, const Identity&,
           const v1::ListKnownAuthorsRequest& request)
            -> absl::StatusOr<v1::ListKnownAuthorsResponse> {
          v1::ListKnownAuthorsResponse response;
          if (request.author() == "Ada Lovelace") {
            response.add_authors()->set_reader_id("ada");
          }
          return response;
        });
  }

  void AddProviderMethods() {
    methods_
        .Add<v1::BeginProviderSignInRequest, v1::BeginProviderSignInResponse>(
            "AccountService/BeginProviderSignIn",
            [this](CallContext&, const Identity&,
                   const v1::BeginProviderSignInRequest& request)
                -> absl::StatusOr<v1::BeginProviderSignInResponse> {
              begin_request_ = request;
              v1::BeginProviderSignInResponse response;
              response.set_authorization_url("https://sso.example/auth?a=b");
              response.set_flow("FLOW");
              return response;
            });
    methods_
        .Add<v1::FinishProviderSignInRequest, v1::FinishProviderSignInResponse>(
            "AccountService/FinishProviderSignIn",
            [this](CallContext&, const Identity&,
                   const v1::FinishProviderSignInRequest& request) {
              finish_request_ = request;
              return finish_;
            });
  }

  void AddEditionMethods() {
    v1::Edition edition;
    edition.set_name("nlp");
    edition.set_title("Words & <numbers>");
    edition.add_categories("cs.CL");
    methods_.Add<v1::ListEditionsRequest, v1::ListEditionsResponse>(
        "EditionService/ListEditions",
        [this, edition](CallContext&, const Identity&,
                        const v1::ListEditionsRequest&)
            -> absl::StatusOr<v1::ListEditionsResponse> {
          ++editions_asked_;
          v1::ListEditionsResponse response;
          *response.add_editions() = edition;
          return response;
        });
    methods_.Add<v1::GetEditionRequest, v1::GetEditionResponse>(
        "EditionService/GetEdition",
        [edition](CallContext&, const Identity&,
                  const v1::GetEditionRequest& request)
            -> absl::StatusOr<v1::GetEditionResponse> {
          if (request.name() != edition.name()) {
            return absl::NotFoundError("there is no such edition");
          }
          v1::GetEditionResponse response;
          *response.mutable_edition() = edition;
          return response;
        });
  }

  // As a browser does with what the answer sets.
  void KeepVisitor(const HttpResponse& response) {
    visitor_.clear();
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie" && value.starts_with(kVisitorCookie)) {
        visitor_ = value.substr(0, value.find(';'));
      }
    }
  }

  HttpResponse Send(HttpRequest request) {
    if (request.Header("Host").empty()) {
      request.headers.emplace_back("Host", "localhost");
    }
    if (!visitor_.empty()) request.headers.emplace_back("Cookie", visitor_);
    if (!session_.empty()) {
      request.headers.emplace_back(
          "Cookie", std::string(kSessionCookie) + "=" + session_);
    }
    std::promise<HttpResponse> answer;
    router_.Handle(std::move(request), [&](HttpAnswer given) {
      answer.set_value(std::move(given).Take());
    });
    return answer.get_future().get();
  }

  using Headers = std::vector<std::pair<std::string, std::string>>;

  HttpResponse Get(const std::string& target, Headers headers = {}) {
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.headers = std::move(headers);
    return Send(std::move(request));
  }

  HttpResponse Post(const std::string& target, std::string form,
                    Headers headers = {}) {
    HttpRequest request;
    request.method = "POST";
    request.target = target;
    request.headers = std::move(headers);
    request.headers.emplace_back("Content-Type",
                                 "application/x-www-form-urlencoded");
    if (!session_.empty()) {
      form += "&csrf=" + authenticator_.CsrfToken(session_);
    }
    request.body = std::move(form);
    return Send(std::move(request));
  }

  static std::string Header(const HttpResponse& response,
                            const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  void SignIn() { session_ = "ada-token"; }

  void SubmitToList(const std::string& period) {
    backend_.list().set_period(period);
    *backend_.list().add_papers()->mutable_listed()->mutable_paper() =
        backend_.papers()[0];
  }

  FakeBackend backend_;
  FakeClock clock_{absl::FromUnixSeconds(1795435200)};  // 23 November 2026.
  Authenticator authenticator_;
  Executor executor_{1, 10};
  Metrics metrics_;
  Logger log_{"gateway", "error"};
  MethodTable methods_;
  Router router_;
  std::string session_;
  // What the browser keeps for a visitor: "name=value".
  std::string visitor_;
  v1::RecommendRequest recommend_request_;
  // Makes Recommend alone fail.
  absl::Status recommend_;
  int editions_asked_ = 0;
  v1::ListDismissedResponse dismissed_;
  v1::RetractSubmissionRequest retract_request_;
  v1::BeginProviderSignInRequest begin_request_;
  v1::FinishProviderSignInRequest finish_request_;
  absl::StatusOr<v1::FinishProviderSignInResponse> finish_;
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_PAGES_FIXTURE_H_
