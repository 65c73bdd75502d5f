#include "gateway/api/query_to_proto.h"

#include "broadsheet/v1/recommend_service.pb.h"
#include "common/errors.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

absl::Status Fill(const std::string& query, google::protobuf::Message* to) {
  return SetFields(*QueryParams::Parse(query), to);
}

TEST(QueryToProto, SetsFieldsOfEveryTypeInUse) {
  v1::FeedRequest request;
  ASSERT_TRUE(Fill("readerId=alice&page_size=7&view=PAPER_VIEW_ID&seed=9&"
                   "explain=true&categories=cs.CL&categories=hep-th&"
                   "min_position.epoch=e&minPosition.commit=12&"
                   "as_of=2026-11-23T08:00:00.5Z",
                   &request)
                  .ok());
  EXPECT_EQ(request.reader_id(), "alice");
  EXPECT_EQ(request.page_size(), 7);
  EXPECT_EQ(request.view(), v1::PAPER_VIEW_ID);
  EXPECT_EQ(request.seed(), 9u);
  EXPECT_TRUE(request.explain());
  EXPECT_EQ(request.categories_size(), 2);
  EXPECT_EQ(request.min_position().epoch(), "e");
  EXPECT_EQ(request.min_position().commit(), 12u);
  EXPECT_EQ(request.as_of().seconds(), 1795420800);
  EXPECT_EQ(request.as_of().nanos(), 500000000);
}

TEST(QueryToProto, NamesTheFieldThatIsWrong) {
  const char* bad[] = {
      "page_size=many",  "page_size=99999999999", "page_size=",
      "view=ID",         "explain=yes",           "seed=-1",
      "as_of=yesterday", "min_position=e",        "min_position.nothing=1",
      "categories.x=1",  "page_size.x=1",         "unknown=1"};
  for (const std::string query : bad) {
    v1::FeedRequest request;
    const absl::Status refused = Fill(query, &request);
    ASSERT_TRUE(absl::IsInvalidArgument(refused)) << query;
    EXPECT_EQ(ViolationsOf(refused)[0].field, query.substr(0, query.find('=')));
  }
}

TEST(QueryToProto, RefusesASingleFieldGivenTwice) {
  v1::SearchRequest request;
  EXPECT_FALSE(Fill("query=a&query=b", &request).ok());
}

}  // namespace
}  // namespace broadsheet::gateway
