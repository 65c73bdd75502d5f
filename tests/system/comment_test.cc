// Comments and what Hugging Face's clients write, over the real gateway.

#include <cstdlib>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/support/arxiv_api.h"
#include "tests/system/newspaper.h"

namespace broadsheet::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
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

  // As a reader: what strangers are answered is kept for a moment.
  std::string Get(const std::string& target, const std::string& token) {
    return newspaper_
        .Http({.target = target,
               .headers = {absl::StrCat("Authorization: Bearer ", token)}})
        .body;
  }

  HttpAnswer Submit(const std::string& paper, const std::string& token) {
    return Post("/api/papers/submit",
                absl::StrCat(R"({"paper_id":")", paper, R"("})"), token);
  }

  std::string Thread() {
    return newspaper_
        .Http({.target = absl::StrCat("/api/v1/comments?paper_id=", MadeId(1))})
        .body;
  }

  const ArxivApi arxiv_{{"2608.01234", "2608.05678", "2608.00042"}};
  Newspaper newspaper_{Newspaper::Transport::kPlain, 1,
                       Newspaper::Trainer::kNone, arxiv_.url()};
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
           {"/api/papers/index", R"({"arxivId":"2608.99999"})", 401, 404},
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
}

TEST_F(CommentTest, PapersThatAreNotHereAreFetchedFromArxiv) {
  EXPECT_EQ(
      Post("/api/papers/index", R"({"arxivId":"2608.01234"})", ann_).status,
      200);
  EXPECT_EQ(Text({.status = 200,
                  .headers = "",
                  .body = Get("/api/papers/2608.01234", ann_)},
                 "title"),
            ArxivApi::TitleOf("2608.01234"));
  const HttpAnswer submitted = Submit("2608.05678", ann_);
  EXPECT_EQ(submitted.status, 200) << submitted.body;
  EXPECT_THAT(Get("/api/daily_papers", ann_),
              HasSubstr(ArxivApi::TitleOf("2608.05678")));
  const CommandResult fetched = newspaper_.Cli({"fetch", "2608.00042v1"});
  EXPECT_EQ(fetched.exit_code, 0) << fetched.errors;
  EXPECT_EQ(fetched.output, "2608.00042 is here now\n");
  EXPECT_EQ(newspaper_.Rows("papers WHERE bare"), 0);
  // Once it is here nobody asks again.
  EXPECT_EQ(Submit("2608.05678", bert_).status, 200);
  EXPECT_THAT(arxiv_.asked(),
              ElementsAre("2608.01234", "2608.05678", "2608.00042"));
}

TEST_F(CommentTest, TellsWhenArxivCannotBeAsked) {
  Newspaper alone;
  const CommandResult fetched = alone.Cli({"fetch", "2608.00042"});
  EXPECT_NE(fetched.exit_code, 0);
  EXPECT_THAT(fetched.errors, HasSubstr("could not be fetched"));
  EXPECT_EQ(alone.Rows("papers"), 0);
}

TEST_F(CommentTest, WhoseClaimIsAcceptedIsKnownAsAnAuthor) {
  const std::string paper = absl::StrCat("/api/papers/", MadeId(1));
  const std::string claim = absl::StrCat(R"({"paperId":")", MadeId(1),
                                         R"(","author":"Author 0 Example"})");
  EXPECT_EQ(Post(paper + "/comment", R"({"comment":"mine"})", ann_).status,
            201);
  EXPECT_EQ(Post("/api/v1/claims", claim, "").status, 401);
  EXPECT_EQ(Post("/api/v1/claims", claim, ann_).status, 200);
  EXPECT_THAT(Thread(), HasSubstr("\"byAuthor\":false"));
  const auto decide = [&](const std::string& token, const char* accept) {
    return Post("/api/v1/claims:decide",
                absl::StrCat(R"({"paperId":")", MadeId(1),
                             R"(","claimant":"ann","accept":)", accept, "}"),
                token)
        .status;
  };
  EXPECT_EQ(decide(ann_, "true"), 403);
  EXPECT_EQ(decide(Newspaper::operator_token(), "true"), 200);
  EXPECT_THAT(Thread(), HasSubstr(R"("byAuthor":true)"));
  const std::string detail = Get(paper, ann_);
  EXPECT_THAT(detail, HasSubstr(R"("status":"claimed_verified")"));
  EXPECT_THAT(detail, HasSubstr(R"("user":"ann")"));
  const std::string page = Get(absl::StrCat("/papers/", MadeId(1)), ann_);
  EXPECT_THAT(page, HasSubstr("Known here as ann"));
  EXPECT_THAT(page, HasSubstr(R"(<span class="known">author</span>)"));
  EXPECT_THAT(newspaper_
                  .Http({.target = absl::StrCat(
                             "/api/v1/knownAuthors?paper_ids=", MadeId(1))})
                  .body,
              HasSubstr(R"("participating":true)"));
  // By the name alone, too.
  EXPECT_THAT(Get("/api/v1/knownAuthors?author=Author%200%20Example", ann_),
              HasSubstr(R"("readerId":"ann")"));
  EXPECT_THAT(Get("/authors/Author%200%20Example", ann_),
              HasSubstr("Known here as ann"));
  // An editor may think again.
  EXPECT_EQ(decide(Newspaper::operator_token(), "false"), 200);
  EXPECT_THAT(Thread(), HasSubstr("\"byAuthor\":false"));
}

TEST_F(CommentTest, ListsLoseWhatIsTakenBack) {
  const std::string today = Text(Submit(MadeId(4), ann_), "day");
  const std::string list = "/api/daily_papers?date=" + today;
  const auto retract = [&](const std::string& token, const char* request) {
    return Post("/api/v1/submissions:retract",
                absl::StrCat(R"({"paperId":")", MadeId(4), R"(","day":")",
                             today, R"(","requestId":")", request, R"("})"),
                token);
  };
  EXPECT_THAT(Get(list, ann_), HasSubstr(MadeId(4)));
  EXPECT_EQ(retract("", "r1").status, 401);
  EXPECT_EQ(retract(bert_, "r1").status, 403);
  EXPECT_EQ(Post(absl::StrCat("/api/papers/", MadeId(4), "/vote"), "{}", bert_)
                .status,
            200);
  const HttpAnswer voted = retract(ann_, "r1");
  EXPECT_EQ(voted.status, 400);
  EXPECT_THAT(voted.body, HasSubstr("OTHERS_VOTED"));
  const HttpAnswer gone = retract(Newspaper::operator_token(), "r1");
  EXPECT_THAT(gone.body, HasSubstr(R"("retracted":true)"));
  EXPECT_THAT(Get(list, ann_), Not(HasSubstr(MadeId(4))));
  EXPECT_THAT(Get("/", ann_), Not(HasSubstr(MadeId(4))));
  EXPECT_THAT(retract(Newspaper::operator_token(), "r1").body,
              Not(HasSubstr(R"("retracted":true)")));
  EXPECT_EQ(retract(Newspaper::operator_token(), "r2").status, 404);
  // It stays away from that day.
  EXPECT_THAT(Submit(MadeId(4), ann_).body, HasSubstr("editor"));
}

TEST_F(CommentTest, NothingThatTheHubKeepsIsLostSilently) {
  const std::string paper = absl::StrCat("/api/papers/", MadeId(3));
  EXPECT_EQ(Post("/api/papers/submit",
                 absl::StrCat(R"({"paper_id":")", MadeId(3),
                              R"(","media_urls":["javascript:x"]})"),
                 ann_)
                .status,
            400);
  EXPECT_EQ(Post("/api/papers/submit",
                 absl::StrCat(R"({"paper_id":")", MadeId(3),
                              R"(","media_urls":["https://a.example/f.mp4"]})"),
                 ann_)
                .status,
            200);
  EXPECT_THAT(Get(paper, ann_),
              HasSubstr(R"("mediaUrls":["https://a.example/f.mp4"])"));
  // Somebody else gives none, and so does not submit it by halves.
  EXPECT_EQ(
      Post("/api/papers/submit",
           absl::StrCat(R"({"paper_id":")", MadeId(3), R"(","comment":"mine",)",
                        R"("media_urls":["https://b.example/g.mp4"]})"),
           bert_)
          .status,
      403);
  EXPECT_THAT(Get(paper, ann_), HasSubstr(R"("numComments":0)"));
  const auto links = [&](const char* body) {
    return Post(paper + "/links", body, ann_).status;
  };
  EXPECT_EQ(links(R"({"githubRepo":"https://github.com/a/b",
                      "projectPage":"https://a.example"})"),
            200);
  // What is not named stays; null and the empty text take a link away.
  EXPECT_EQ(links(R"({"projectPage":null})"), 200);
  std::string now = Get(paper, ann_);
  EXPECT_THAT(now, HasSubstr("github.com/a/b"));
  EXPECT_THAT(now, Not(HasSubstr("projectPage")));
  EXPECT_EQ(links(R"({"githubRepo":""})"), 200);
  // Nor does who submits it again, with the link as a picture.
  EXPECT_EQ(Post("/api/papers/submit",
                 absl::StrCat(R"({"paper_id":")", MadeId(3),
                              R"(","media_urls":["https://github.com/a/b"]})"),
                 ann_)
                .status,
            200);
  now = Get(paper, ann_);
  EXPECT_THAT(now, Not(HasSubstr("github.com/a/b")));
  EXPECT_THAT(now, Not(HasSubstr("githubRepo")));
  EXPECT_THAT(now, HasSubstr("f.mp4"));
  EXPECT_EQ(links(R"({"organizationId":"0123"})"), 400);
  EXPECT_EQ(links(R"({"organizationId":null})"), 200);
  EXPECT_EQ(
      Post("/api/settings/papers/claim",
           absl::StrCat(R"({"paperId":")", MadeId(3),
                        R"(","targetUserId":"0123456789abcdef01234567"})"),
           ann_)
          .status,
      400);
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

// Set while it lives, for the processes that begin then.
class Setting {
 public:
  Setting(const char* name, const char* value) : name_(name) {
    setenv(name, value, 1);
  }
  ~Setting() { unsetenv(name_); }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

 private:
  const char* name_;
};

// All the rules for submissions that there are.
struct Rules {
  Setting days{"BROADSHEET_SUBMIT_WITHIN_DAYS", "7"};
  Setting per_day{"BROADSHEET_SUBMIT_PER_DAY", "2"};
  Setting once{"BROADSHEET_SUBMIT_ONCE", "true"};
};

// They stand before the newspaper begins.
class SubmissionRulesTest : private Rules, public CommentTest {
 protected:
  SubmissionRulesTest() {
    const std::string today =
        absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone());
    std::string papers;
    for (const char* id : {"2602.00001", "2602.00002", "2602.00003"}) {
      absl::StrAppend(&papers, R"({"id":")", id, R"(","title":"New )", id,
                      R"(","first_seen":")", today, "\"}\n");
    }
    newspaper_.Cli({"ingest", newspaper_.File("new.jsonl", papers)});
  }
};

TEST_F(SubmissionRulesTest, ReadersKeepToThemAndTheOperatorIsFree) {
  EXPECT_THAT(Submit(MadeId(1), ann_).body, HasSubstr("in the last 7 days"));
  EXPECT_EQ(Submit("2602.00001", ann_).status, 200);
  EXPECT_EQ(Submit("2602.00002", ann_).status, 200);
  EXPECT_THAT(Submit("2602.00003", ann_).body, HasSubstr("2 papers a day"));
  const auto as_operator = [&](const std::string& paper, const char* request,
                               const char* day) {
    return Post("/api/v1/submissions",
                absl::StrCat(R"({"readerId":"ed","paperId":")", paper,
                             R"(","requestId":")", request, R"(","day":")", day,
                             R"("})"),
                Newspaper::operator_token())
        .status;
  };
  EXPECT_EQ(as_operator(MadeId(1), "1", ""), 200);
  EXPECT_EQ(as_operator("2602.00003", "2", "2026-01-10"), 200);
  EXPECT_THAT(Submit("2602.00003", bert_).body,
              HasSubstr("the list of an earlier day"));
}

TEST_F(CommentTest, LinksThatComeAtTheSameTimeAllStay) {
  for (int i = 1; i <= 5; ++i) {
    ASSERT_EQ(Submit(MadeId(i), ann_).status, 200);
    const std::string paper = absl::StrCat("/api/papers/", MadeId(i));
    int statuses[2] = {};
    std::thread page([&] {
      statuses[0] = Post(paper + "/links",
                         R"({"projectPage":"https://a.example/page"})", ann_)
                        .status;
    });
    statuses[1] = Post(paper + "/links",
                       R"({"githubRepo":"https://github.com/a/b"})", ann_)
                      .status;
    page.join();
    EXPECT_THAT(statuses, Each(200));
    const std::string now = Get(paper, ann_);
    EXPECT_THAT(now, HasSubstr("https://a.example/page"));
    EXPECT_THAT(now, HasSubstr("https://github.com/a/b"));
  }
}

}  // namespace
}  // namespace broadsheet::testing
