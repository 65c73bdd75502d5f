// Which papers come into an issue.

#include "digest/chooser.h"

#include "digest/fake_houses.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::UnixEpoch() + absl::Hours(500000);

v1::ListedPaper Listed(const std::string& id,
                       absl::Time first_seen = kNow - absl::Hours(1)) {
  v1::ListedPaper listed;
  listed.mutable_paper()->set_id(id);
  listed.mutable_paper()->set_title("About " + id);
  listed.mutable_paper()->mutable_first_seen()->set_seconds(
      absl::ToUnixSeconds(first_seen));
  return listed;
}

class ChooserTest : public ::testing::Test {
 protected:
  static v1::Subscription Of(const std::string& id) {
    v1::Subscription subscription;
    subscription.set_id(id);
    subscription.set_reader_id("ada");
    return subscription;
  }

  pb::IssueContent Choose(const v1::Subscription& subscription) {
    const auto contents = chooser_.Choose(call_, {subscription});
    EXPECT_TRUE(contents.ok()) << contents.status();
    return contents.ok() ? contents->front() : pb::IssueContent();
  }

  static std::vector<std::string> Ids(
      const google::protobuf::RepeatedPtrField<pb::IssuePaper>& papers) {
    std::vector<std::string> ids;
    for (const pb::IssuePaper& paper : papers) ids.push_back(paper.paper_id());
    return ids;
  }

  static absl::Status EditionUnknown() {
    return MakeError(absl::StatusCode::kNotFound, "EDITION_UNKNOWN",
                     "there is no such edition");
  }

  CallContext call_{absl::Now() + absl::Seconds(60)};
  FakeClock clock_{kNow};
  FakeHouses houses_;
  Logger log_{"digest", "error"};
  Chooser chooser_{&houses_, &clock_, log_};
};

TEST_F(ChooserTest, LeavesOutWhatAnEarlierMailBroughtAndTheReaderKnows) {
  houses_.trending = {Listed("mailed"), Listed("saved"), Listed("new"),
                      Listed("withdrawn")};
  houses_.trending[3].mutable_paper()->set_withdrawn(true);
  houses_.mailed = {"mailed"};
  v1::Standing saved;
  saved.set_paper_id("saved");
  saved.set_saved(true);
  houses_.standings["ada"] = {saved};
  const pb::IssueContent content = Choose(Of("s"));
  EXPECT_THAT(Ids(content.papers()), ElementsAre("new"));
  EXPECT_THAT(content.trending(), IsEmpty());
  EXPECT_FALSE(content.subject().empty());
}

TEST_F(ChooserTest, LetsTopicsTakeTurnsAndPutsTrendingBeside) {
  v1::Subscription subscription = Of("s");
  subscription.mutable_settings()->add_keywords("diffusion models");
  subscription.mutable_settings()->add_authors("Ada Lovelace");
  subscription.mutable_settings()->set_papers(3);
  houses_.found["\"diffusion models\""] = {Listed("d1"), Listed("both"),
                                           Listed("d2")};
  houses_.found["author:\"Ada Lovelace\""] = {
      Listed("both"), Listed("old", kNow - absl::Hours(24 * 15))};
  houses_.trending = {Listed("d1"), Listed("t1"), Listed("t2"), Listed("t3"),
                      Listed("t4")};
  const pb::IssueContent content = Choose(subscription);
  EXPECT_THAT(Ids(content.papers()), ElementsAre("d1", "both", "d2"));
  EXPECT_EQ(content.papers(0).reason(), "about diffusion models");
  EXPECT_EQ(content.papers(1).reason(), "by Ada Lovelace");
  EXPECT_THAT(Ids(content.trending()), ElementsAre("t1", "t2", "t3"));
}

TEST_F(ChooserTest, TakesPersonalMailsFromTheFeed) {
  v1::Subscription subscription = Of("s");
  subscription.mutable_settings()->set_kind(v1::DigestSettings::KIND_PERSONAL);
  houses_.feed = {Listed("f1")};
  houses_.trending = {Listed("f1"), Listed("t1")};
  const pb::IssueContent content = Choose(subscription);
  EXPECT_THAT(Ids(content.papers()), ElementsAre("f1"));
  EXPECT_THAT(Ids(content.trending()), ElementsAre("t1"));
}

TEST_F(ChooserTest, HasNoSubjectForAnEmptyDayUnlessAskedFor) {
  EXPECT_TRUE(Choose(Of("s")).subject().empty());
  v1::Subscription subscription = Of("t");
  subscription.mutable_settings()->set_send_empty(true);
  EXPECT_FALSE(Choose(subscription).subject().empty());
}

TEST_F(ChooserTest, ChoosesNothingWhileRecommendDoesNotAnswer) {
  houses_.recommend = absl::UnavailableError("starting");
  EXPECT_FALSE(chooser_.Choose(call_, {Of("s")}).ok());
}

TEST_F(ChooserTest, AnEditionThatIsGoneStopsNoOtherMail) {
  houses_.refusals["gone"] = EditionUnknown();
  houses_.trending = {Listed("t1")};
  v1::Subscription orphan = Of("s");
  orphan.mutable_settings()->set_edition("gone");
  const auto contents = chooser_.Choose(call_, {orphan, Of("t")});
  ASSERT_TRUE(contents.ok()) << contents.status();
  EXPECT_THAT((*contents)[0].papers(), IsEmpty());
  EXPECT_THAT(Ids((*contents)[1].papers()), ElementsAre("t1"));
}

TEST_F(ChooserTest, LeavesOutNothingButWhatIsRefused) {
  houses_.refusals["gone"] = EditionUnknown();
  houses_.refusals["\"?\""] = absl::InvalidArgumentError("no words");
  houses_.found["\"llamas\""] = {Listed("l1")};
  v1::Subscription orphan = Of("s");
  orphan.mutable_settings()->set_edition("gone");
  orphan.mutable_settings()->set_kind(v1::DigestSettings::KIND_PERSONAL);
  orphan.mutable_settings()->add_keywords("?");
  orphan.mutable_settings()->add_keywords("llamas");
  EXPECT_THAT(Ids(Choose(orphan).papers()), ElementsAre("l1"));
}

TEST_F(ChooserTest, ChoosesNothingWhenWhatAllAskForIsRefused) {
  for (const absl::Status& fault :
       {absl::InvalidArgumentError("a page is too large"),
        absl::NotFoundError("no such method")}) {
    houses_.refusals[""] = fault;
    EXPECT_EQ(chooser_.Choose(call_, {Of("s")}).status(), fault);
  }
}

TEST_F(ChooserTest, TellsWhatIsRefusedInAPreview) {
  houses_.refusals["gone"] = EditionUnknown();
  v1::Subscription orphan = Of("s");
  orphan.mutable_settings()->set_edition("gone");
  EXPECT_EQ(ReasonOf(chooser_.Preview(call_, orphan).status()),
            "EDITION_UNKNOWN");
  houses_.trending = {Listed("t1")};
  const auto content = chooser_.Preview(call_, Of("t"));
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_THAT(Ids(content->papers()), ElementsAre("t1"));
}

}  // namespace
}  // namespace broadsheet::digest
