#include "gateway/policy.h"

#include <set>
#include <string>

#include "broadsheet/v1/account_service.pb.h"
#include "broadsheet/v1/comment_service.pb.h"
#include "broadsheet/v1/digest_service.pb.h"
#include "broadsheet/v1/edition_service.pb.h"
#include "broadsheet/v1/editor_service.pb.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "broadsheet/v1/model_service.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "broadsheet/v1/system_service.pb.h"
#include "common/errors.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

const Identity kNobody;
const Identity kAlice{Identity::Kind::kReader, "alice"};
const Identity kOperator{Identity::Kind::kOperator, ""};

template <class Request>
absl::Status Ask(const char* method, const Identity& identity,
                 Request* request) {
  return Authorize(*FindRule(method), identity, request);
}

TEST(Policy, HasARuleForEveryMethodOfTheServedContract) {
  std::set<std::string> rules;
  for (const MethodRule& rule : MethodRules()) {
    EXPECT_TRUE(rules.insert(std::string(rule.method)).second) << rule.method;
  }
  const google::protobuf::FileDescriptor* files[] = {
      v1::GetPaperRequest::descriptor()->file(),
      v1::SearchRequest::descriptor()->file(),
      v1::RecordEventsRequest::descriptor()->file(),
      v1::IngestHeader::descriptor()->file(),
      v1::RunEditorRequest::descriptor()->file(),
      v1::CreateTokenRequest::descriptor()->file(),
      v1::CreateCommentRequest::descriptor()->file(),
      v1::ListEditionsRequest::descriptor()->file(),
      v1::RunTrainingRequest::descriptor()->file(),
      v1::SubscribeRequest::descriptor()->file(),
      v1::GetSystemStatusRequest::descriptor()->file()};
  size_t methods = 0;
  for (const auto* file : files) {
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i, ++methods) {
      const std::string name =
          service->name() + "/" + service->method(i)->name();
      EXPECT_EQ(rules.count(name), 1u) << name;
    }
  }
  EXPECT_EQ(rules.size(), methods);
}

TEST(Policy, LetsAnybodyRead) {
  v1::SearchRequest search;
  EXPECT_TRUE(Ask("RecommendService/Search", kNobody, &search).ok());
  EXPECT_EQ(search.reader_id(), "");
  v1::GetPaperRequest paper;
  EXPECT_TRUE(Ask("PaperService/GetPaper", kNobody, &paper).ok());
}

TEST(Policy, WantsACredentialForWhatIsAReadersOwn) {
  v1::FeedRequest feed;
  v1::ListLibraryRequest library;
  v1::BatchGetStandingsRequest standings;
  v1::RecordEventsRequest events;
  v1::SubmitPaperRequest submit;
  v1::GetIdentityRequest identity;
  EXPECT_TRUE(
      absl::IsUnauthenticated(Ask("RecommendService/Feed", kNobody, &feed)));
  EXPECT_TRUE(absl::IsUnauthenticated(
      Ask("ReaderService/ListLibrary", kNobody, &library)));
  EXPECT_TRUE(absl::IsUnauthenticated(
      Ask("ReaderService/BatchGetStandings", kNobody, &standings)));
  EXPECT_TRUE(absl::IsUnauthenticated(
      Ask("ReaderService/RecordEvents", kNobody, &events)));
  EXPECT_TRUE(absl::IsUnauthenticated(
      Ask("ReaderService/SubmitPaper", kNobody, &submit)));
  EXPECT_TRUE(absl::IsUnauthenticated(
      Ask("AccountService/GetIdentity", kNobody, &identity)));
}

TEST(Policy, LetsNobodyNameAReaderWithoutACredential) {
  v1::TrendingRequest trending;
  trending.set_reader_id("alice");
  EXPECT_TRUE(absl::IsUnauthenticated(
      Ask("RecommendService/Trending", kNobody, &trending)));
}

TEST(Policy, FillsInTheCredentialsReader) {
  v1::FeedRequest feed;
  EXPECT_TRUE(Ask("RecommendService/Feed", kAlice, &feed).ok());
  EXPECT_EQ(feed.reader_id(), "alice");
  v1::SimilarRequest similar;
  EXPECT_TRUE(Ask("RecommendService/Similar", kAlice, &similar).ok());
  EXPECT_EQ(similar.reader_id(), "alice");
  v1::RecordEventsRequest events;
  events.add_events();
  events.add_events()->set_reader_id("alice");
  EXPECT_TRUE(Ask("ReaderService/RecordEvents", kAlice, &events).ok());
  EXPECT_EQ(events.events(0).reader_id(), "alice");
}

TEST(Policy, LetsReadersSpeakForThemselvesOnly) {
  v1::FeedRequest feed;
  feed.set_reader_id("bob");
  const absl::Status refused = Ask("RecommendService/Feed", kAlice, &feed);
  EXPECT_TRUE(absl::IsPermissionDenied(refused));
  EXPECT_EQ(ReasonOf(refused), "OTHER_READER");
  v1::RecordEventsRequest events;
  events.add_events();
  events.add_events()->set_reader_id("bob");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Ask("ReaderService/RecordEvents", kAlice, &events)));
}

TEST(Policy, LetsTheOperatorNameAnyReaderButWantsOne) {
  v1::FeedRequest feed;
  feed.set_reader_id("bob");
  EXPECT_TRUE(Ask("RecommendService/Feed", kOperator, &feed).ok());
  EXPECT_EQ(feed.reader_id(), "bob");
  v1::FeedRequest nobodys;
  const absl::Status refused =
      Ask("RecommendService/Feed", kOperator, &nobodys);
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  ASSERT_EQ(ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(ViolationsOf(refused)[0].field, "reader_id");
  v1::RecordEventsRequest events;
  events.add_events();
  EXPECT_EQ(
      ViolationsOf(Ask("ReaderService/RecordEvents", kOperator, &events))[0]
          .field,
      "events[0].reader_id");
}

TEST(Policy, KeepsOperatorsFieldsOfASubmissionFromReaders) {
  v1::SubmitPaperRequest plain;
  EXPECT_TRUE(Ask("ReaderService/SubmitPaper", kAlice, &plain).ok());
  v1::SubmitPaperRequest dated;
  dated.set_day("2026-11-20");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Ask("ReaderService/SubmitPaper", kAlice, &dated)));
  v1::SubmitPaperRequest automatic;
  automatic.set_automatic(true);
  automatic.set_reader_id("editor");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Ask("ReaderService/SubmitPaper", kAlice, &automatic)));
  EXPECT_TRUE(Ask("ReaderService/SubmitPaper", kOperator, &automatic).ok());
}

TEST(Policy, LeavesTheNewsroomToTheOperator) {
  for (const char* method :
       {"IngestService/IngestPapers", "IngestService/IngestEvents",
        "IngestService/RunHarvest", "IngestService/FetchPaper",
        "IngestService/GetOperation", "IngestService/ListDeadLetters",
        "IngestService/RetryDeadLetters", "IngestService/DeleteDeadLetters",
        "IngestService/ListSources", "EditorService/RunEditor",
        "ModelService/EvaluateEvents"}) {
    const MethodRule& rule = *FindRule(method);
    EXPECT_TRUE(absl::IsUnauthenticated(CheckAccess(rule, kNobody))) << method;
    EXPECT_TRUE(absl::IsPermissionDenied(CheckAccess(rule, kAlice))) << method;
    EXPECT_TRUE(CheckAccess(rule, kOperator).ok()) << method;
  }
}

Identity Scoped(v1::TokenScope scope) {
  Identity identity = kAlice;
  identity.scopes = 1 << scope;
  return identity;
}

std::string ReasonFor(const char* method, const Identity& identity) {
  return ReasonOf(CheckAccess(*FindRule(method), identity));
}

TEST(Policy, HoldsTokensToTheirScopes) {
  const Identity read = Scoped(v1::TOKEN_SCOPE_READ);
  const Identity write = Scoped(v1::TOKEN_SCOPE_WRITE);
  const Identity feed = Scoped(v1::TOKEN_SCOPE_FEED);
  EXPECT_EQ(ReasonFor("ReaderService/ListLibrary", read), "");
  EXPECT_EQ(ReasonFor("RecommendService/Feed", read), "");
  EXPECT_EQ(ReasonFor("RecommendService/Feed", feed), "");
  EXPECT_EQ(ReasonFor("ReaderService/ListLibrary", feed), "SCOPE_MISSING");
  EXPECT_EQ(ReasonFor("CommentService/CreateComment", write), "");
  EXPECT_EQ(ReasonFor("CommentService/CreateComment", read), "SCOPE_MISSING");
  EXPECT_EQ(ReasonFor("RecommendService/Feed", write), "SCOPE_MISSING");
  for (const Identity& identity : {read, write, feed}) {
    EXPECT_EQ(ReasonFor("AccountService/GetIdentity", identity), "");
    EXPECT_EQ(ReasonFor("AccountService/CreateToken", identity),
              "SCOPE_MISSING");
    EXPECT_EQ(ReasonFor("AccountService/ChangePassword", identity),
              "SCOPE_MISSING");
    EXPECT_EQ(ReasonFor("ReaderService/EraseReader", identity),
              "SCOPE_MISSING");
  }
}

TEST(Policy, RefusesWritesOfTheBannedAndNothingElse) {
  Identity banned = kAlice;
  banned.banned = true;
  EXPECT_EQ(ReasonFor("CommentService/CreateComment", banned), "BANNED");
  EXPECT_EQ(ReasonFor("ReaderService/RecordEvents", banned), "BANNED");
  EXPECT_EQ(ReasonFor("RecommendService/Feed", banned), "");
  EXPECT_EQ(ReasonFor("ReaderService/EraseReader", banned), "");
}

TEST(Policy, GivesEditorsAndAdminsWhatIsTheirs) {
  Identity editor = kAlice;
  editor.role = v1::ROLE_EDITOR;
  Identity admin = kAlice;
  admin.role = v1::ROLE_ADMIN;
  EXPECT_EQ(ReasonFor("CommentService/ModerateComment", kAlice),
            "EDITORS_ONLY");
  EXPECT_EQ(ReasonFor("CommentService/ModerateComment", editor), "");
  EXPECT_EQ(ReasonFor("AccountService/SetBan", editor), "");
  EXPECT_EQ(ReasonFor("AccountService/SetRole", editor), "ADMINS_ONLY");
  EXPECT_EQ(ReasonFor("AccountService/SetRole", admin), "");
  EXPECT_EQ(ReasonFor("IngestService/RunHarvest", admin), "OPERATOR_ONLY");
  editor.scopes = 1 << v1::TOKEN_SCOPE_WRITE;
  EXPECT_EQ(ReasonFor("CommentService/ModerateComment", editor),
            "EDITORS_ONLY");
}

}  // namespace
}  // namespace broadsheet::gateway
