// Threads of comments, their numbers, reports and claims, over a real database.

#include "storage/comment_repository.h"

#include <string>
#include <vector>

#include "common/errors.h"
#include "gtest/gtest.h"
#include "storage/absorber.h"
#include "storage/test_store.h"

namespace broadsheet::storage {
namespace {

namespace store = internal::v1;

class CommentTest : public ::testing::Test {
 protected:
  CommentTest() { store_.AddPapers({"a:1", "a:2"}); }

  absl::StatusOr<v1::Comment> TryComment(const std::string& reader,
                                         const std::string& text,
                                         const std::string& parent = "",
                                         const std::string& paper = "a:1") {
    store::CreateCommentRequest request;
    v1::CreateCommentRequest& comment = *request.mutable_comment();
    comment.set_request_id("request " + text);
    comment.set_paper_id(paper);
    comment.set_parent_id(parent);
    comment.set_reader_id(reader);
    comment.set_text(text);
    request.mutable_at()->set_seconds(1'795'000'000 + ++time_);
    const auto response =
        store_.repositories.comments.Create(TestCall(), request);
    if (!response.ok()) return response.status();
    return response->comment();
  }

  std::string Comment(const std::string& reader, const std::string& text,
                      const std::string& parent = "") {
    const auto comment = TryComment(reader, text, parent);
    EXPECT_TRUE(comment.ok()) << comment.status();
    return comment.ok() ? comment->comment_id() : "";
  }

  // An empty text deletes.
  absl::Status Edit(const std::string& reader, const std::string& id,
                    const std::string& text) {
    store::EditCommentRequest request;
    request.mutable_edit()->set_paper_id("a:1");
    request.mutable_edit()->set_comment_id(id);
    request.mutable_edit()->set_reader_id(reader);
    request.mutable_edit()->set_text(text);
    request.mutable_at()->set_seconds(1'795'100'000);
    return store_.repositories.comments.Edit(TestCall(), request).status();
  }

  void Claim(const std::string& reader, const std::string& author,
             v1::AuthorshipClaim::State state) {
    store::PutClaimRequest put;
    v1::AuthorshipClaim& claim = *put.mutable_claim();
    claim.set_paper_id("a:1");
    claim.set_reader_id(reader);
    claim.set_author(author);
    claim.set_state(state);
    claim.mutable_claimed_at()->set_seconds(1'795'000'000);
    claim.mutable_decided_at()->set_seconds(1'795'000'001);
    EXPECT_TRUE(store_.repositories.claims.Put(TestCall(), put).ok());
  }

  std::vector<v1::KnownAuthor> Known(const std::vector<std::string>& papers,
                                     const std::string& author) {
    store::ListKnownAuthorsRequest request;
    request.mutable_query()->mutable_paper_ids()->Assign(papers.begin(),
                                                         papers.end());
    request.mutable_query()->set_author(author);
    const auto known =
        store_.repositories.claims.ListKnown(TestCall(), request);
    EXPECT_TRUE(known.ok()) << known.status();
    if (!known.ok()) return {};
    return {known->page().authors().begin(), known->page().authors().end()};
  }

  // The comment of that text, as it is listed.
  v1::Comment Listed(const std::string& text) {
    store::ListCommentsRequest request;
    request.mutable_query()->set_paper_id("a:1");
    const auto list = store_.repositories.comments.List(TestCall(), request);
    EXPECT_TRUE(list.ok()) << list.status();
    for (const v1::Comment& comment : list->page().comments()) {
      if (comment.text() == text) return comment;
    }
    ADD_FAILURE() << text << " is not listed";
    return {};
  }

  absl::Status Hide(const std::string& id, bool hidden) {
    store::ModerateCommentRequest request;
    request.mutable_moderation()->set_paper_id("a:1");
    request.mutable_moderation()->set_comment_id(id);
    request.mutable_moderation()->set_hidden(hidden);
    return store_.repositories.comments.Moderate(TestCall(), request).status();
  }

  // Over pages of that size.
  std::vector<v1::Comment> List(int size, bool with_hidden = false) {
    std::vector<v1::Comment> all;
    store::ListCommentsRequest request;
    request.set_with_hidden(with_hidden);
    request.mutable_query()->set_paper_id("a:1");
    request.mutable_query()->set_page_size(size);
    do {
      const auto response =
          store_.repositories.comments.List(TestCall(), request);
      if (!response.ok()) break;
      for (const auto& comment : response->page().comments()) {
        all.push_back(comment);
      }
      request.mutable_query()->set_page_token(
          response->page().next_page_token());
    } while (!request.query().page_token().empty());
    return all;
  }

  std::string Texts(int size) {
    std::string texts;
    for (const v1::Comment& comment : List(size)) texts += comment.text();
    return texts;
  }

  int64_t Number() { return store_.GetPaper("a:1").num_comments(); }

  TestStore store_;
  int time_ = 0;
};

TEST_F(CommentTest, StandsBelowWhatItAnswersAndBesideOthersByTime) {
  const std::string a = Comment("ann", "a");
  const std::string d = Comment("bert", "d");
  const std::string b = Comment("bert", "b", a);
  Comment("ann", "c", b);
  Comment("ann", "e", d);
  EXPECT_EQ(Texts(100), "abcde");
  EXPECT_EQ(Texts(2), "abcde");
  EXPECT_EQ(List(10)[2].depth(), 2);
}

TEST_F(CommentTest, AnswersBelowTheLastLevelStandBesideWhatTheyAnswer) {
  std::string parent;
  std::string expected;
  for (char letter = 'a'; letter < 'm'; ++letter) {
    parent = Comment("ann", std::string(1, letter), parent);
    expected += letter;
  }
  EXPECT_EQ(Texts(3), expected);
  EXPECT_EQ(List(100).back().depth(), 8);
}

TEST_F(CommentTest, IsMadeOnceForARequest) {
  const std::string id = Comment("ann", "a");
  EXPECT_EQ(Comment("ann", "a"), id);
  EXPECT_NE(Comment("bert", "a"), id);
  EXPECT_EQ(Number(), 2);
}

TEST_F(CommentTest, NeedsAPaperAndAParentThatAreThere) {
  EXPECT_EQ(ReasonOf(TryComment("ann", "a", "", "a:9").status()),
            "PAPER_UNKNOWN");
  EXPECT_EQ(ReasonOf(TryComment("ann", "a", "0123").status()),
            "COMMENT_UNKNOWN");
  EXPECT_EQ(Number(), 0);
}

TEST_F(CommentTest, IsChangedByItsAuthorAlone) {
  const std::string id = Comment("ann", "a");
  EXPECT_EQ(ReasonOf(Edit("bert", id, "b")), "OTHER_READER");
  EXPECT_EQ(ReasonOf(Edit("bert", id, "")), "OTHER_READER");
  EXPECT_TRUE(Edit("ann", id, "better").ok());
  const v1::Comment comment = List(10).front();
  EXPECT_EQ(comment.text(), "better");
  EXPECT_TRUE(comment.has_edited_at());
}

TEST_F(CommentTest, KeepsItsPlaceWithoutWordsWhenDeleted) {
  const std::string id = Comment("ann", "a");
  Comment("bert", "b", id);
  EXPECT_TRUE(Edit("ann", id, "").ok());
  EXPECT_TRUE(Edit("ann", id, "").ok());
  EXPECT_EQ(Number(), 1);
  const v1::Comment stub = List(10).front();
  EXPECT_TRUE(stub.deleted());
  EXPECT_EQ(stub.text() + stub.reader_id(), "");
  EXPECT_EQ(ReasonOf(Edit("ann", id, "back")), "COMMENT_UNKNOWN");
}

TEST_F(CommentTest, IsHiddenFromReadersAndNotFromEditors) {
  const std::string id = Comment("ann", "a");
  EXPECT_TRUE(Hide(id, true).ok());
  EXPECT_TRUE(Hide(id, true).ok());
  EXPECT_EQ(Number(), 0);
  EXPECT_EQ(List(10).front().text(), "");
  EXPECT_EQ(List(10, true).front().text(), "a");
  EXPECT_TRUE(Hide(id, false).ok());
  EXPECT_EQ(Number(), 1);
  // Deleted and hidden counts once.
  EXPECT_TRUE(Hide(id, true).ok());
  EXPECT_TRUE(Edit("ann", id, "").ok());
  EXPECT_TRUE(Hide(id, false).ok());
  EXPECT_EQ(Number(), 0);
}

TEST_F(CommentTest, ReportsWaitUntilAnEditorSettlesThem) {
  const std::string id = Comment("ann", "a");
  store::ReportCommentRequest report;
  report.mutable_report()->set_paper_id("a:1");
  report.mutable_report()->set_comment_id(id);
  report.mutable_report()->set_reason("rude");
  for (const char* reader : {"bert", "carl", "bert"}) {
    report.mutable_report()->set_reader_id(reader);
    report.mutable_at()->set_seconds(1'795'000'100);
    EXPECT_TRUE(store_.repositories.comments.Report(TestCall(), report).ok());
  }
  store::ListReportsRequest list;
  list.mutable_query()->set_page_size(1);
  auto page = store_.repositories.comments.ListReports(TestCall(), list);
  ASSERT_EQ(page->page().reports_size(), 1);
  EXPECT_EQ(page->page().reports(0).reporter(), "bert");
  EXPECT_EQ(page->page().reports(0).comment().text(), "a");
  list.mutable_query()->set_page_token(page->page().next_page_token());
  page = store_.repositories.comments.ListReports(TestCall(), list);
  EXPECT_EQ(page->page().reports(0).reporter(), "carl");
  EXPECT_EQ(page->page().next_page_token(), "");
  EXPECT_TRUE(Hide(id, true).ok());
  EXPECT_EQ(store_.Run("select count(*) from comment_reports"), "0\n");
}

TEST_F(CommentTest, ErasureTakesWordsAndNameAndKeepsTheThread) {
  const std::string id = Comment("ann", "a");
  Comment("bert", "b", id);
  store::EraseReaderRequest request;
  request.set_reader_id("ann");
  const auto erased = store_.repositories.eraser.Erase(TestCall(), request);
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->erased().comments(), 1);
  EXPECT_EQ(Number(), 1);
  EXPECT_EQ(Texts(10), "b");
  EXPECT_EQ(List(10).size(), 2u);
  EXPECT_EQ(store_.Run("select count(*) from comments where reader_id = 'ann'"),
            "0\n");
}

TEST_F(CommentTest, ExportBringsAllOfThemInPages) {
  for (const char* text : {"a", "b", "c"}) Comment("ann", text);
  store::ExportReaderRequest request;
  request.mutable_query()->set_reader_id("ann");
  request.mutable_query()->set_page_size(2);
  size_t comments = 0;
  do {
    const auto page =
        store_.repositories.reader_export.Export(TestCall(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    comments += page->page().comments_size();
    request.mutable_query()->set_page_token(page->page().next_page_token());
  } while (!request.query().page_token().empty());
  EXPECT_EQ(comments, 3u);
}

TEST_F(CommentTest, FollowAPaperThatIsFoundToBeAnother) {
  const std::string id = Comment("ann", "a");
  Comment("bert", "b", id);
  store_.Run("update papers set merged_into = 'a:2' where id = 'a:1'");
  store_.Run(
      "insert into absorptions (paper_id, into_id) "
      "values ('a:1', 'a:2')");
  Absorber absorber(&store_.database, &store_.feed_store, store_.log, {});
  ASSERT_TRUE(absorber.Work().ok());
  EXPECT_EQ(Number(), 0);
  EXPECT_EQ(store_.GetPaper("a:2").num_comments(), 2);
  // By the old name as well.
  EXPECT_EQ(Texts(10), "ab");
  EXPECT_TRUE(Edit("ann", id, "").ok());
  EXPECT_EQ(store_.GetPaper("a:2").num_comments(), 1);
}

TEST_F(CommentTest, WhoseClaimWasAcceptedIsAnAuthorWhereverHeSpeaks) {
  Comment("ann", "mine");
  Comment("bert", "not mine");
  Claim("ann", "Ann Author", v1::AuthorshipClaim::STATE_PENDING);
  Claim("bert", "Bert Boaster", v1::AuthorshipClaim::STATE_PENDING);
  EXPECT_FALSE(Listed("mine").by_author());
  Claim("ann", "", v1::AuthorshipClaim::STATE_ACCEPTED);
  Claim("bert", "", v1::AuthorshipClaim::STATE_REFUSED);
  EXPECT_TRUE(Listed("mine").by_author());
  EXPECT_FALSE(Listed("not mine").by_author());
  // Only of that paper.
  EXPECT_FALSE(TryComment("ann", "elsewhere", "", "a:2")->by_author());
  const auto known = Known({"a:1", "a:2"}, "");
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].reader_id(), "ann");
  EXPECT_EQ(known[0].author(), "Ann Author");
  EXPECT_EQ(known[0].since().seconds(), 1'795'000'001);
  EXPECT_TRUE(known[0].participating());
  EXPECT_EQ(Known({}, "Ann Author").size(), 1u);
  EXPECT_EQ(Known({}, "Bert Boaster").size(), 0u);
  EXPECT_EQ(Known({"a:2"}, "Ann Author").size(), 0u);
}

TEST_F(CommentTest, AHiddenCommentMakesNoAuthorTakePart) {
  const std::string id = Comment("ann", "mine");
  Claim("ann", "Ann Author", v1::AuthorshipClaim::STATE_PENDING);
  Claim("ann", "", v1::AuthorshipClaim::STATE_ACCEPTED);
  EXPECT_TRUE(Hide(id, true).ok());
  EXPECT_FALSE(Known({"a:1"}, "")[0].participating());
  store::ListKnownAuthorsRequest nothing;
  EXPECT_EQ(
      ReasonOf(
          store_.repositories.claims.ListKnown(TestCall(), nothing).status()),
      "INVALID_FIELD");
}

TEST_F(CommentTest, ClaimsStandOnceAndAreDecided) {
  store::PutClaimRequest put;
  v1::AuthorshipClaim& claim = *put.mutable_claim();
  claim.set_paper_id("a:1");
  claim.set_reader_id("ann");
  claim.set_author("Ann Author");
  claim.set_state(v1::AuthorshipClaim::STATE_PENDING);
  claim.mutable_claimed_at()->set_seconds(1'795'000'000);
  EXPECT_TRUE(store_.repositories.claims.Put(TestCall(), put).ok());
  claim.set_author("Another");
  EXPECT_EQ(store_.repositories.claims.Put(TestCall(), put)->claim().author(),
            "Ann Author");
  claim.set_state(v1::AuthorshipClaim::STATE_ACCEPTED);
  claim.mutable_decided_at()->set_seconds(1'795'000'001);
  EXPECT_EQ(store_.repositories.claims.Put(TestCall(), put)->claim().state(),
            v1::AuthorshipClaim::STATE_ACCEPTED);
  store::ListClaimsRequest list;
  list.mutable_query()->set_reader_id("ann");
  list.mutable_query()->set_state(v1::AuthorshipClaim::STATE_ACCEPTED);
  EXPECT_EQ(
      store_.repositories.claims.List(TestCall(), list)->page().claims_size(),
      1);
  claim.set_reader_id("bert");
  EXPECT_EQ(ReasonOf(store_.repositories.claims.Put(TestCall(), put).status()),
            "CLAIM_UNKNOWN");
}

}  // namespace
}  // namespace broadsheet::storage
