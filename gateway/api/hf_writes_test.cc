#include "gateway/api/hf_writes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "broadsheet/v1/comment_service.pb.h"
#include "gateway/comments/submission_api.h"
#include "gateway/testing/http_harness.h"
#include "gateway/testing/memory_stores.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kPaper[] = "2407.21783";
constexpr char kCode[] = "https://github.com/a/b";
constexpr char kGone[] = "https://github.com/a/gone";

// A paper with links, which nobody has submitted, and Alice, who writes.
class HuggingFaceWritesTest : public ::testing::Test {
 protected:
  HuggingFaceWritesTest() {
    submissions_.Register(&methods_);
    methods_.Add<v1::CreateCommentRequest, v1::CreateCommentResponse>(
        "CommentService/CreateComment",
        [this](CallContext&, const Identity&,
               const v1::CreateCommentRequest& request)
            -> absl::StatusOr<v1::CreateCommentResponse> {
          said_.push_back(request.text());
          return v1::CreateCommentResponse();
        });
    RegisterHuggingFaceWrites(&harness_.router, &harness_.backend, &stores_,
                              &missing_, &methods_);
    harness_.backend.papers.resize(1);
    Paper().set_id(kPaper);
    Add(v1::PaperLink::KIND_CODE, kCode);
    Add(v1::PaperLink::KIND_REMOVED, kGone);
  }

  v1::Paper& Paper() { return harness_.backend.papers[0]; }

  void Add(v1::PaperLink::Kind kind, const std::string& url) {
    v1::PaperLink* link = Paper().add_links();
    link->set_kind(kind);
    link->set_url(url);
  }

  HttpResponse Post(const std::string& target, const std::string& body) {
    return harness_.Send(
        "POST", target,
        {Bearer(kAliceToken), {"Content-Type", "application/json"}}, body);
  }

  // With a comment; `media`: JSON strings.
  HttpResponse Submit(const std::string& media) {
    return Post(
        "/api/papers/submit",
        absl::StrCat(R"({"paper_id":")", kPaper,
                     R"(","comment":"Read it.","media_urls":[)", media, "]}"));
  }

  HttpResponse SetLinks(const std::string& body) {
    return Post(absl::StrCat("/api/papers/", kPaper, "/links"), body);
  }

  // The links of the last write, as "KIND URL".
  std::vector<std::string> Written() const {
    std::vector<std::string> links;
    for (const v1::PaperLink& link : stores_.upserts.back().papers(0).links()) {
      links.push_back(
          absl::StrCat(v1::PaperLink::Kind_Name(link.kind()), " ", link.url()));
    }
    return links;
  }

  void ExpectThatNothingWasDone() const {
    EXPECT_THAT(stores_.submissions, IsEmpty());
    EXPECT_THAT(stores_.upserts, IsEmpty());
    EXPECT_THAT(said_, IsEmpty());
  }

  HttpHarness harness_;
  MemoryStores stores_;
  MissingPapers missing_{&harness_.backend, &harness_.clock};
  SubmissionApi submissions_{
      &stores_,        &harness_.backend,   &missing_,
      &harness_.clock, absl::UTCTimeZone(), SubmissionRules()};
  MethodTable methods_;
  std::vector<std::string> said_;
};

TEST_F(HuggingFaceWritesTest, WhoSubmitsAPaperFirstGivesMediaAndAComment) {
  EXPECT_EQ(Submit(R"("https://a.example/f.mp4")").status, 200);
  EXPECT_THAT(Written(), ElementsAre("KIND_MEDIA https://a.example/f.mp4"));
  EXPECT_TRUE(stores_.upserts[0].add_links());
  EXPECT_EQ(stores_.upserts[0].papers(0).id(), kPaper);
  EXPECT_THAT(said_, ElementsAre("Read it."));
}

TEST_F(HuggingFaceWritesTest, MediaNeitherRenameALinkNorBringOneBack) {
  EXPECT_EQ(Submit(absl::StrCat("\"", kCode, "\",\"", kGone, "\"")).status,
            200);
  EXPECT_THAT(stores_.upserts, IsEmpty());
  EXPECT_THAT(said_, SizeIs(1));
}

TEST_F(HuggingFaceWritesTest, WhoMayNotGiveMediaSubmitsNothingByHalves) {
  Paper().set_submitted_by("bob");
  EXPECT_EQ(Submit(R"("https://a.example/f.mp4")").status, 403);
  ExpectThatNothingWasDone();
  // An author whose claim was accepted may.
  stores_.claims.emplace_back().set_paper_id(kPaper);
  EXPECT_EQ(Submit(R"("https://a.example/f.mp4")").status, 200);
  EXPECT_THAT(said_, SizeIs(1));
}

TEST_F(HuggingFaceWritesTest, MediaWithoutRoomSubmitNothingByHalves) {
  for (int i = 0; i < 10; ++i) {
    Add(v1::PaperLink::KIND_MEDIA, absl::StrCat("https://m.example/", i));
  }
  const HttpResponse full = Submit(R"("https://a.example/f.mp4")");
  EXPECT_EQ(full.status, 400);
  EXPECT_THAT(full.body, HasSubstr("media_urls"));
  ExpectThatNothingWasDone();
  EXPECT_EQ(Submit(R"("https://m.example/3")").status, 200);
}

TEST_F(HuggingFaceWritesTest, NothingRestsOnWhatARecommenderRemembers) {
  harness_.backend.degraded = "storage does not answer";
  Paper().set_submitted_by("alice");
  const HttpResponse media = Submit(R"("https://a.example/f.mp4")");
  EXPECT_EQ(media.status, 503);
  EXPECT_THAT(media.body, HasSubstr("nothing was changed"));
  EXPECT_EQ(SetLinks(R"({"githubRepo":null})").status, 503);
  ExpectThatNothingWasDone();
}

TEST_F(HuggingFaceWritesTest, ARepositoryStandsInPlaceOfTheFirst) {
  Paper().set_submitted_by("alice");
  Add(v1::PaperLink::KIND_CODE, "https://gitlab.com/a/b");
  EXPECT_EQ(SetLinks(R"({"githubRepo":"https://github.com/a/new"})").status,
            200);
  EXPECT_THAT(Written(), ElementsAre("KIND_CODE https://github.com/a/new",
                                     "KIND_REMOVED https://github.com/a/gone",
                                     "KIND_CODE https://gitlab.com/a/b",
                                     "KIND_REMOVED https://github.com/a/b"));
  EXPECT_FALSE(stores_.upserts.back().add_links());
  EXPECT_EQ(SetLinks(R"({"githubRepo":null})").status, 200);
  EXPECT_THAT(Written(), ElementsAre("KIND_REMOVED https://github.com/a/gone",
                                     "KIND_REMOVED https://github.com/a/b",
                                     "KIND_REMOVED https://gitlab.com/a/b"));
}

TEST_F(HuggingFaceWritesTest, LinksAreMadeFromThePaperAsItStands) {
  Paper().set_submitted_by("alice");
  Paper().set_revision(7);
  stores_.others_faster = 3;
  stores_.changes_first = [this] {
    Paper().set_revision(Paper().revision() + 1);
    Paper().set_title(absl::StrCat("title ", Paper().revision()));
  };
  const char body[] = R"({"githubRepo":"https://github.com/a/new"})";
  EXPECT_EQ(SetLinks(body).status, 200);
  ASSERT_THAT(stores_.upserts, SizeIs(1));
  EXPECT_TRUE(stores_.upserts[0].if_revision());
  EXPECT_EQ(stores_.upserts[0].papers(0).revision(), 10);
  stores_.others_faster = 1000;
  const HttpResponse busy = SetLinks(body);
  EXPECT_EQ(busy.status, 409);
  EXPECT_THAT(busy.body, HasSubstr("nothing was changed"));
  EXPECT_THAT(stores_.upserts, SizeIs(1));
}

TEST_F(HuggingFaceWritesTest, IndexingAPaperFetchesItOnce) {
  harness_.backend.arxiv->resize(1);
  harness_.backend.arxiv->front().set_id("2608.01234");
  harness_.backend.arxiv->front().set_title("New");
  const char body[] = R"({"arxivId":"2608.01234"})";
  EXPECT_EQ(harness_
                .Send("POST", "/api/papers/index",
                      {{"Content-Type", "application/json"}}, body)
                .status,
            401);
  const HttpResponse indexed = Post("/api/papers/index", body);
  EXPECT_EQ(indexed.status, 200);
  EXPECT_EQ(indexed.body, "{}");
  EXPECT_EQ(HeaderOf(indexed, "x-broadsheet-position"), "epoch/9");
  EXPECT_EQ(Post("/api/papers/index", body).status, 200);
  EXPECT_THAT(harness_.backend.fetched, ElementsAre("2608.01234"));
}

TEST_F(HuggingFaceWritesTest, IndexingFetchesWhatIsOnlyAnEntryYet) {
  Paper().set_bare(true);
  *harness_.backend.arxiv = {Paper()};
  harness_.backend.arxiv->front().set_title("Whole");
  EXPECT_EQ(Post("/api/papers/index", R"({"arxivId":"2407.21783"})").status,
            200);
  EXPECT_THAT(harness_.backend.fetched, ElementsAre(kPaper));
}

TEST_F(HuggingFaceWritesTest, IndexingSaysWhyThereIsNoPaper) {
  EXPECT_EQ(Post("/api/papers/index", R"({"arxivId":"2608.01234"})").status,
            404);
  harness_.backend.arxiv = absl::UnavailableError("it is down");
  const HttpResponse down =
      Post("/api/papers/index", R"({"arxivId":"2608.05678"})");
  EXPECT_EQ(down.status, 503);
  EXPECT_THAT(down.body, HasSubstr("try again in a minute"));
  EXPECT_EQ(HeaderOf(down, "Retry-After"), "5");
}

TEST_F(HuggingFaceWritesTest, SubmittingAPaperThatIsNotHereFetchesIt) {
  stores_.knows = [this](const std::string& id) {
    return std::ranges::count(harness_.backend.papers, id, &v1::Paper::id) > 0;
  };
  harness_.backend.arxiv->resize(1);
  harness_.backend.arxiv->front().set_id("2608.01234");
  harness_.backend.arxiv->front().set_title("New");
  const char media[] =
      R"({"paper_id":"2608.01234","media_urls":["https://a.example/f.mp4"]})";
  EXPECT_EQ(Post("/api/papers/submit", media).status, 200);
  EXPECT_THAT(Written(), ElementsAre("KIND_MEDIA https://a.example/f.mp4"));
  EXPECT_THAT(stores_.submissions, SizeIs(1));
  EXPECT_EQ(Post("/api/papers/submit", R"({"paper_id":"2608.99999"})").status,
            404);
  EXPECT_THAT(stores_.submissions, SizeIs(1));
  EXPECT_THAT(harness_.backend.fetched,
              ElementsAre("2608.01234", "2608.99999"));
}

}  // namespace
}  // namespace broadsheet::gateway
