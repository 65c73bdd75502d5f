#include "gateway/api/rest_routes.h"

#include <memory>
#include <string>
#include <string_view>

#include "broadsheet/v1/comment_service.pb.h"
#include "common/errors.h"
#include "gateway/public_api.h"
#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;

// Answers searches out of the table, on a thread of its own.
class SearchStarter final : public ListStarter {
 public:
  SearchStarter(const MethodTable* methods, Executor* executor)
      : methods_(methods), executor_(executor) {}

  bool Starts(std::string_view method) const override {
    return method == "RecommendService/Search";
  }
  void Start(const std::string& method, std::shared_ptr<CallContext> call,
             const Identity& identity,
             std::shared_ptr<google::protobuf::Message> request,
             Done done) override {
    ++started;
    EXPECT_TRUE(executor_->TrySubmit([=, this] {
      v1::SearchResponse response;
      const absl::Status status =
          methods_->Invoke(method, *call, identity, request.get(), &response);
      if (!status.ok()) return done(status);
      done(response.SerializeAsString());
    }));
  }

  int started = 0;

 private:
  const MethodTable* const methods_;
  Executor* const executor_;
};

class RestTest : public ::testing::Test {
 protected:
  RestTest() {
    api_.Register(&methods_);
    RegisterRestRoutes(&harness_.router, &methods_, &lists_);
    v1::Paper& paper = harness_.backend.papers.emplace_back();
    paper.set_id("hep-th/9901001");
    paper.set_title("On <strings>");
  }

  HttpResponse Post(const std::string& target, const std::string& body,
                    HttpHarness::Headers headers = {Bearer(kAliceToken)}) {
    headers.emplace_back("Content-Type", "application/json");
    return harness_.Send("POST", target, std::move(headers), body);
  }

  HttpHarness harness_;
  SystemStatus status_{&harness_.backend, &harness_.clock, "1"};
  PublicApi api_{&harness_.backend, &status_};
  MethodTable methods_;
  SearchStarter lists_{&methods_, &harness_.executor};
};

TEST_F(RestTest, AnswersProtobufJson) {
  const HttpResponse response = harness_.Get("/api/v1/papers/hep-th%2F9901001");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
  EXPECT_THAT(response.body, HasSubstr(R"("id":"hep-th/9901001")"));
  EXPECT_THAT(response.body, HasSubstr(R"("upvotes":"0")"));
}

TEST_F(RestTest, AnswersWhatIsStartedLikeTheRest) {
  v1::SearchResponse found;
  found.set_total(1);
  found.add_papers()->mutable_paper()->set_title("On <strings>");
  harness_.backend.search = found;
  const HttpResponse response =
      harness_.Get("/api/v1/search?query=strings&page_size=5");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
  EXPECT_NE(HeaderOf(response, "ETag"), "");
  EXPECT_THAT(response.body, HasSubstr(R"("total":"1")"));
  EXPECT_THAT(response.body, HasSubstr(R"(On \u003cstrings\u003e)"));
  ASSERT_EQ(harness_.backend.searches.size(), 1u);
  EXPECT_EQ(harness_.backend.searches[0].query(), "strings");
  EXPECT_EQ(harness_.backend.searches[0].page_size(), 5);
  EXPECT_EQ(lists_.started, 1);
  const HttpResponse bad = harness_.Get("/api/v1/search?page_size=x");
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(bad.body, HasSubstr(R"("field":"page_size")"));
  EXPECT_EQ(lists_.started, 1);
}

TEST_F(RestTest, GivesPaperIdsTheirNormalForm) {
  EXPECT_EQ(harness_.Get("/api/v1/papers/arXiv:hep-th/9901001v2").status, 200);
}

TEST_F(RestTest, AsksForKnownAuthorsByANameAlone) {
  methods_.Add<v1::ListKnownAuthorsRequest, v1::ListKnownAuthorsResponse>(
      "CommentService/ListKnownAuthors",
      [](CallContext&, const Identity&,
         const v1::ListKnownAuthorsRequest& request)
          -> absl::StatusOr<v1::ListKnownAuthorsResponse> {
        v1::ListKnownAuthorsResponse response;
        response.add_authors()->set_author(request.author());
        return response;
      });
  const HttpResponse known =
      harness_.Get("/api/v1/knownAuthors?author=Ada%20Lovelace");
  EXPECT_EQ(known.status, 200);
  EXPECT_THAT(known.body, HasSubstr(R"("author":"Ada Lovelace")"));
  for (const char* query : {"", "?author=", "?paper_ids=no%20id&author=Ada"}) {
    EXPECT_EQ(harness_.Get(std::string("/api/v1/knownAuthors") + query).status,
              400)
        << query;
  }
}

TEST_F(RestTest, MapsErrorsToStatusAndJson) {
  const HttpResponse unknown = harness_.Get("/api/v1/papers/2407.21783");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr(R"("code":"not_found")"));
  EXPECT_THAT(unknown.body, HasSubstr(R"("reason":"PAPER_UNKNOWN")"));
  const HttpResponse bad = harness_.Get("/api/v1/papers?page_size=-1");
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(bad.body, HasSubstr(R"({"field":"page_size","rule":)"));
  EXPECT_EQ(harness_.Get("/api/v1/feed").status, 401);
  EXPECT_EQ(harness_.Get("/api/v1/dead-letters", {Bearer(kAliceToken)}).status,
            403);
  harness_.backend.search = absl::UnavailableError("down");
  EXPECT_EQ(harness_.Get("/api/v1/search?query=a").status, 503);
  harness_.backend.search = MakeError(absl::StatusCode::kResourceExhausted,
                                      "OVERLOADED", "too much to do");
  const HttpResponse busy = harness_.Get("/api/v1/search?query=a");
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(HeaderOf(busy, "Retry-After"), "1");
}

TEST_F(RestTest, RecordsEventsOfTheCredentialsReader) {
  const HttpResponse response =
      Post("/api/v1/events",
           R"({"events":[{"eventId":"1","paperId":"hep-th/9901001v3",)"
           R"("kind":"EVENT_KIND_UPVOTE"}]})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "X-Broadsheet-Position"), "epoch/7");
  ASSERT_EQ(harness_.backend.appended.size(), 1u);
  const v1::Event& event = harness_.backend.appended[0].events(0);
  EXPECT_EQ(event.reader_id(), "alice");
  EXPECT_EQ(event.paper_id(), "hep-th/9901001");
}

TEST_F(RestTest, RefusesEventsOfAnotherReader) {
  EXPECT_EQ(
      Post("/api/v1/events", R"({"events":[{"eventId":"1","readerId":"bob"}]})")
          .status,
      403);
  EXPECT_EQ(
      Post("/api/v1/events", R"({"events":[{"eventId":"1"}]})", {}).status,
      401);
  EXPECT_TRUE(harness_.backend.appended.empty());
}

TEST_F(RestTest, TakesWritesByCookieOnlyWithTheCsrfToken) {
  const std::string body = R"({"events":[{"eventId":"1"}]})";
  const std::pair<std::string, std::string> cookie = {
      "Cookie", "broadsheet_session=bs_alice"};
  EXPECT_EQ(Post("/api/v1/events", body, {cookie}).status, 403);
  EXPECT_EQ(
      Post("/api/v1/events", body,
           {cookie,
            {"X-CSRF-Token", harness_.authenticator.CsrfToken(kAliceToken)}})
          .status,
      200);
}

TEST_F(RestTest, RefusesBodiesThatAreNotJson) {
  EXPECT_EQ(Post("/api/v1/events", "{").status, 400);
  EXPECT_EQ(Post("/api/v1/events?events=1", "{}").status, 400);
  EXPECT_EQ(harness_
                .Send("POST", "/api/v1/events", {Bearer(kAliceToken)},
                      R"({"events":[]})")
                .status,
            400);
}

TEST_F(RestTest, AsksForThePositionThatTheClientHasSeen) {
  const HttpHarness::Headers alice = {Bearer(kAliceToken),
                                      {"X-Broadsheet-Position", "e/4"}};
  harness_.Get("/api/v1/search?query=a", alice);
  harness_.Get("/api/v1/search?query=a&min_position.commit=9", alice);
  ASSERT_EQ(harness_.backend.searches.size(), 2u);
  EXPECT_EQ(harness_.backend.searches[0].min_position().commit(), 4u);
  EXPECT_EQ(harness_.backend.searches[1].min_position().commit(), 9u);
}

TEST_F(RestTest, DropsThePositionOfStrangersWhoHaveWrittenNothing) {
  harness_.Get("/api/v1/search?query=a&min_position.commit=9",
               {{"X-Broadsheet-Position", "e/4"}});
  ASSERT_EQ(harness_.backend.searches.size(), 1u);
  EXPECT_FALSE(harness_.backend.searches[0].has_min_position());
}

}  // namespace
}  // namespace broadsheet::gateway
