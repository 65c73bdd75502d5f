#include "gateway/api/strict_json.h"

#include "broadsheet/v1/reader_service.pb.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

bool Parses(const std::string& text) {
  v1::RecordEventsRequest request;
  return ParseStrictJson(text, &request).ok();
}

TEST(StrictJson, ReadsProtobufsMapping) {
  v1::RecordEventsRequest request;
  ASSERT_TRUE(
      ParseStrictJson(R"({"events":[{"eventId":"1","paper_id":"2407.21783",)"
                      R"("kind":"EVENT_KIND_UPVOTE","value":1.5,)"
                      R"("at":"2026-11-23T08:00:00Z"}]})",
                      &request)
          .ok());
  EXPECT_EQ(request.events(0).kind(), v1::EVENT_KIND_UPVOTE);
  EXPECT_EQ(request.events(0).paper_id(), "2407.21783");
  EXPECT_EQ(request.events(0).at().seconds(), 1795420800);
}

TEST(StrictJson, RefusesWhatProtobufsParserLetsPass) {
  for (const char* sloppy :
       {"{'events':[]}", "{events:[]}", R"({"events":[],})",
        R"({"events":[{"eventId":"1","eventId":"2"}]})", "", "[]", "null",
        R"({"events":[]} x)", "{\"events\":[{\"eventId\":\"\xff\"}]}"}) {
    EXPECT_FALSE(Parses(sloppy)) << sloppy;
  }
}

TEST(StrictJson, RefusesUnknownFieldsAndWrongTypes) {
  EXPECT_FALSE(Parses(R"({"event":[]})"));
  EXPECT_FALSE(Parses(R"({"events":[{"position":"first"}]})"));
  EXPECT_FALSE(Parses(R"({"events":[{"kind":"LOVE"}]})"));
}

TEST(StrictJson, RefusesDeepNesting) {
  EXPECT_FALSE(Parses(R"({"events":)" + std::string(100, '[') +
                      std::string(100, ']') + "}"));
  EXPECT_FALSE(Parses(R"({"events":)" + std::string(100000, '[')));
}

}  // namespace
}  // namespace broadsheet::gateway
