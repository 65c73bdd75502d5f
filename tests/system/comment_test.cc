// Comments and what Hugging Face's clients write, over the real gateway.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Text(const HttpAnswer& answer, const std::string& field) {
  google::protobuf::Struct object;
  (void)google::protobuf::util::JsonStringToMessage(answer.body, &object);
  const auto found = object.fields().find(field);
  return found == object.fields().end() ? "" : found->second.string_value();
}

class CommentTest : public ::testing::Test {
 protected:
  CommentTest() {
    newspaper_.Cli({"ingest", newspaper_.File("papers.jsonl", MadePapers(5))});
    ann_ = MakeToken("ann");
    bert_ = MakeToken("bert");
  }

  std::string MakeToken(const std::string& reader) {
    return Text(
        newspaper_.OperatorHttp(
            {.method = "POST",
             .target = "/api/v1/tokens",
             .headers = {"Content-Type: application/json"},
             .body = absl::StrCat(R"({"readerId":")", reader, R"("})")}),
        "token");
  }

  HttpAnswer Post(const std::string& target, const std::string& body,
                  const std::string& token) {
    HttpQuestion question{.method = "POST",
                          .target = target,
                          .headers = {"Content-Type: application/json"},
                          .body = body};
    if (!token.empty()) {
      question.headers.push_back(absl::StrCat("Authorization: Bearer ", token));
    }
    return newspaper_.Http(question);
  }

  std::string Thread() {
    return newspaper_
        .Http({.target = absl::StrCat("/api/v1/comments?paper_id=", MadeId(1))})
        .body;
  }

  Newspaper newspaper_;
  std::string ann_;
  std::string bert_;
};

TEST_F(CommentTest, MakeThreadsThatTheClientsOfTheHubWriteTo) {
  const std::string address = absl::StrCat("/api/papers/", MadeId(1));
  const HttpAnswer said =
      Post(address + "/comment", R"({"comment":"a **bold** claim"})", ann_);
  ASSERT_EQ(said.status, 201) << said.body;
  const std::string id = Text(said, "id");
  EXPECT_EQ(id.size(), 24u);
  EXPECT_EQ(Post(absl::StrCat(address, "/comment/", id, "/reply"),
                 R"({"comment":"<script>alert(1)</script>"})", bert_)
                .status,
            201);
  EXPECT_THAT(Thread(), HasSubstr("strong"));
  EXPECT_THAT(Thread(), HasSubstr(R"("depth":1)"));
  EXPECT_THAT(newspaper_.Http({.target = address}).body,
              HasSubstr(R"("numComments":2)"));
  // Only its author deletes it.
  const std::string gone = absl::StrCat(R"({"paperId":")", MadeId(1),
                                        R"(","commentId":")", id, R"("})");
  EXPECT_EQ(Post("/api/v1/comments:delete", gone, bert_).status, 403);
  EXPECT_EQ(Post("/api/v1/comments:delete", gone, ann_).status, 200);
  EXPECT_THAT(Thread(), Not(HasSubstr("bold")));
  EXPECT_THAT(newspaper_.Http({.target = address}).body,
              HasSubstr(R"("numComments":1)"));
}

TEST_F(CommentTest, HubWritesNeedACredentialAndGoodBodies) {
  const std::string address = absl::StrCat("/api/papers/", MadeId(1));
  struct Case {
    std::string target;
    std::string body;
    int anonymous;
    int signed_in;
  };
  for (const Case& one : std::vector<Case>{
           {"/api/papers/2601.99999/comment", R"({"comment":"a"})", 401, 404},
           {address + "/comment", R"({"comment":""})", 400, 400},
           {address + "/comment", R"({"comment":7})", 400, 400},
           {address + "/comment", "[]", 400, 400},
           {address + "/comment", "{", 400, 400},
           {address + "/comment/0123/reply", R"({"comment":"a"})", 401, 404},
           {"/api/papers/submit",
            absl::StrCat(R"({"paper_id":")", MadeId(2), R"(","comment":null})"),
            401, 200},
           {"/api/papers/submit", R"({"paper_id":"2601.99999"})", 401, 404},
           {"/api/papers/index", R"({"arxivId":"hep-th/9901001"})", 400, 400},
           {"/api/papers/index",
            absl::StrCat(R"({"arxivId":")", MadeId(1), R"("})"), 401, 200},
           {"/api/papers/index", R"({"arxivId":"2608.01234"})", 401, 200},
           {address + "/links", R"({"githubRepo":"javascript:x"})", 400, 400},
           {address + "/links", R"({"githubRepo":"https://github.com/a/b"})",
            401, 403},
           {"/api/settings/papers/claim", R"({"paperId":"2601.99999"})", 404,
            404}}) {
    EXPECT_EQ(Post(one.target, one.body, "").status, one.anonymous)
        << one.target << one.body;
    const HttpAnswer answer = Post(one.target, one.body, ann_);
    EXPECT_EQ(answer.status, one.signed_in)
        << one.target << one.body << answer.body;
  }
  EXPECT_EQ(newspaper_.Http({.target = "/api/papers/2608.01234"}).status, 200);
}

TEST_F(CommentTest, SubmittersSetLinks) {
  EXPECT_EQ(Post("/api/papers/submit",
                 absl::StrCat(R"({"paper_id":")", MadeId(3), R"("})"), ann_)
                .status,
            200);
  const HttpAnswer links = Post(
      absl::StrCat("/api/papers/", MadeId(3), "/links"),
      R"({"githubRepo":"https://github.com/a/b","projectPage":null})", ann_);
  EXPECT_EQ(links.status, 200) << links.body;
  const std::string paper =
      newspaper_.Http({.target = absl::StrCat("/api/papers/", MadeId(3))}).body;
  EXPECT_THAT(paper, HasSubstr(R"("githubRepo":"https://github.com/a/b")"));
  EXPECT_THAT(paper, HasSubstr("Study 3 of"));
}

TEST_F(CommentTest, SavedPapersLieInFoldersAndFollowsAreListed) {
  const HttpAnswer saved =
      Post("/api/v1/events",
           absl::StrCat(
               R"({"events":[{"eventId":"1","kind":"EVENT_KIND_SAVE",)",
               R"("paperId":")", MadeId(1), R"(","target":"folder:to read"},)",
               R"({"eventId":"2","kind":"EVENT_KIND_SAVE","paperId":")",
               MadeId(2), R"("},{"eventId":"3","kind":"EVENT_KIND_FOLLOW",)",
               R"("target":"category:cs.CL"}]})"),
           ann_);
  ASSERT_EQ(saved.status, 200) << saved.body;
  const auto get = [&](const std::string& target) {
    return newspaper_
        .Http({.target = target,
               .headers = {absl::StrCat("Authorization: Bearer ", ann_)}})
        .body;
  };
  EXPECT_THAT(get("/api/v1/folders"),
              HasSubstr(R"({"name":"to read","papers":"1"})"));
  EXPECT_THAT(get("/api/v1/library?folder=to%20read"), HasSubstr(MadeId(1)));
  EXPECT_THAT(get("/api/v1/library?folder=to%20read"),
              Not(HasSubstr(MadeId(2))));
  EXPECT_THAT(get("/api/v1/library?folder=%2F"), Not(HasSubstr(MadeId(1))));
  EXPECT_THAT(get("/api/v1/follows"), HasSubstr("category:cs.CL"));
}

}  // namespace
}  // namespace broadsheet::testing
