#include "gateway/api/json_printer.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "broadsheet/v1/digest_service.pb.h"
#include "broadsheet/v1/recommend_service.pb.h"
#include "broadsheet/v1/system_service.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tei/v1/embed_service.pb.h"

namespace broadsheet::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::Struct;
using google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;

// What protobuf's own printer says of the message.
std::string TheirJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  EXPECT_TRUE(
      google::protobuf::util::MessageToJsonString(message, &text, options)
          .ok());
  return text;
}

absl::StatusOr<std::string> Print(const Message& message) {
  return JsonPrinter(message.GetDescriptor()).Print(message);
}

Struct Parsed(const std::string& json) {
  Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &parsed).ok())
      << json;
  return parsed;
}

void ExpectSame(const Message& message) {
  const auto ours = Print(message);
  ASSERT_TRUE(ours.ok()) << ours.status();
  const std::string theirs = TheirJson(message);
  EXPECT_TRUE(MessageDifferencer::Equals(Parsed(*ours), Parsed(theirs)))
      << *ours << "\n"
      << theirs;
}

v1::SearchResponse SomeResponse() {
  v1::SearchResponse response;
  response.set_total(std::numeric_limits<int64_t>::max());
  for (const double score : {0.1, -1e-7, 12345678.9, 0.0, 1e300}) {
    v1::ListedPaper* listed = response.add_papers();
    listed->set_score(score);
    listed->mutable_reason()->set_kind(v1::Reason::KIND_SUBMITTED);
    v1::Paper* paper = listed->mutable_paper();
    paper->set_id("hep-th/9901001");
    paper->set_title(
        "\"Über\" <b>\\ \n\t\r\b\f\x01\x7f \u2028 \xf0\x9f\x9a\x80");
    paper->add_authors("Gödel & Söhne");
    paper->set_upvotes(-7);
    paper->set_withdrawn(true);
    paper->mutable_submitted_at()->set_seconds(1795435200);
    paper->mutable_submitted_at()->set_nanos(120000000);
    paper->mutable_first_seen()->set_seconds(-1);
  }
  v1::Facet* facet = response.add_facets();
  facet->add_values()->set_count(3);
  return response;
}

TEST(JsonPrinter, EscapesWhereverItIsInAText) {
  for (size_t at = 0; at <= 40; ++at) {
    for (const char* special : {"\"", "\\", "<", ">", "\x1f", "\x7f", "ü\n"}) {
      v1::Paper paper;
      paper.set_title(std::string(at, ' ') + special +
                      std::string(40 - at, 'z'));
      ExpectSame(paper);
    }
  }
}

TEST(JsonPrinter, SaysTheSameAsProtobufsOwn) {
  ExpectSame(SomeResponse());
  ExpectSame(v1::SearchResponse());
  v1::GetStatusResponse status;
  status.set_ready(true);
  status.set_seconds_behind(0.25);
  status.set_calls_queued(-3);
  ExpectSame(status);
  v1::FeedRequest request;
  request.set_seed(std::numeric_limits<uint64_t>::max());
  request.set_ranking(static_cast<v1::Ranking>(99));
  request.add_candidate_ids("a:1");
  ExpectSame(request);
}

TEST(JsonPrinter, LeavesWhatItDoesNotKnowToProtobuf) {
  Struct with_map;
  (*with_map.mutable_fields())["a"].set_number_value(1);
  ExpectSame(with_map);
}

TEST(JsonPrinter, WritesBytesAsBase64AndOddNumbersAsWords) {
  v1::ListKeptMailsResponse mail;
  mail.set_content(std::string("\0\xff mail", 7));
  ExpectSame(mail);
  v1::ListedPaper paper;
  for (const double odd : {std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN()}) {
    paper.set_score(odd);
    ExpectSame(paper);
  }
}

TEST(JsonPrinter, IsReadBackAsTheSameMessage) {
  v1::SearchResponse back;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(*Print(SomeResponse()), &back)
          .ok());
  EXPECT_TRUE(MessageDifferencer::Equals(back, SomeResponse()));
}

// What a server in another language, or of another version, may send.
TEST(JsonPrinter, ReadsBytesInAnyOrder) {
  const v1::SearchResponse one = SomeResponse();
  v1::SearchResponse other;
  other.set_total(5);
  other.add_papers()->mutable_paper()->set_id("2407.21783");
  other.mutable_info()->set_replica("b");
  v1::SearchResponse both = one;
  both.MergeFrom(other);
  const JsonPrinter printer(v1::SearchResponse::descriptor());
  const auto text =
      printer.PrintBytes(one.SerializeAsString() + other.SerializeAsString());
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text, *printer.Print(both));
}

TEST(JsonPrinter, ReadsNumbersPackedAndOneByOne) {
  const JsonPrinter printer(tei::v1::EmbedResponse::descriptor());
  const std::string half = std::string("\0\0\0\x3f", 4);
  const std::string packed = "\x0a\x08" + half + half;
  const std::string single = "\x0d" + half;
  EXPECT_THAT(*printer.PrintBytes(packed + single),
              HasSubstr(R"("embeddings":[0.5,0.5,0.5])"));
  EXPECT_THAT(*printer.PrintBytes(std::string("\x0a\0", 2)),
              HasSubstr(R"("embeddings":[])"));
  // Lengths of more than there is, and that no four bytes divide.
  EXPECT_FALSE(printer.PrintBytes("\x0a\x08" + half).ok());
  EXPECT_FALSE(printer.PrintBytes("\x0a\x03" + half).ok());
}

TEST(JsonPrinter, LeavesOutFieldsThatItHasNeverHeardOf) {
  v1::Paper paper = SomeResponse().papers(0).paper();
  const JsonPrinter printer(v1::Paper::descriptor());
  const std::string expected = *printer.Print(paper);
  auto* unknown = paper.GetReflection()->MutableUnknownFields(&paper);
  unknown->AddVarint(1000, 7);
  unknown->AddLengthDelimited(1001, "text");
  EXPECT_EQ(*printer.PrintBytes(paper.SerializeAsString()), expected);
}

// A number where a text should be: protobuf keeps it as unknown.
TEST(JsonPrinter, LeavesOutAKnownFieldInAnotherForm) {
  const JsonPrinter printer(v1::Paper::descriptor());
  const auto text = printer.PrintBytes(std::string("\x08\0", 2));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(*text, *printer.Print(v1::Paper()));
}

TEST(JsonPrinter, RefusesBytesThatAreNoMessage) {
  const JsonPrinter printer(v1::SearchResponse::descriptor());
  v1::SearchResponse response = SomeResponse();
  for (v1::ListedPaper& listed : *response.mutable_papers()) {
    // Cut texts would not be UTF-8, of which protobuf complains aloud.
    listed.mutable_paper()->set_title("a title");
    listed.mutable_paper()->set_authors(0, "an author");
  }
  const std::string whole = response.SerializeAsString();
  int refused = 0;
  for (size_t size = 0; size < whole.size(); ++size) {
    v1::SearchResponse part;
    const bool is_whole = part.ParseFromString(whole.substr(0, size));
    const auto text = printer.PrintBytes(whole.substr(0, size));
    EXPECT_EQ(text.ok(), is_whole) << size;
    if (text.ok()) {
      EXPECT_EQ(*text, *printer.Print(part));
    } else {
      EXPECT_TRUE(absl::IsInternal(text.status()));
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(JsonPrinter, WritesATimeThatJsonCannotSayAsNotSet) {
  constexpr int64_t kYear1 = -62135596800;
  constexpr int64_t kYear10000 = 253402300800;
  v1::SearchResponse response;
  for (const auto& [seconds, nanos] :
       {std::pair<int64_t, int32_t>{kYear1 - 1, 0},
        {kYear10000, 0},
        {0, -1},
        {0, 1000000000}}) {
    auto* at = response.add_papers()->mutable_paper()->mutable_first_seen();
    at->set_seconds(seconds);
    at->set_nanos(nanos);
  }
  const auto text = Print(response);
  ASSERT_TRUE(text.ok()) << text.status();
  v1::SearchResponse back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(*text, &back).ok())
      << *text;
  ASSERT_EQ(back.papers_size(), 4);
  for (const v1::ListedPaper& listed : back.papers()) {
    EXPECT_FALSE(listed.paper().has_first_seen());
  }
  v1::Paper edge;
  edge.mutable_first_seen()->set_seconds(kYear1);
  ExpectSame(edge);
  edge.mutable_first_seen()->set_seconds(kYear10000 - 1);
  edge.mutable_first_seen()->set_nanos(999999999);
  ExpectSame(edge);
}

TEST(JsonPrinter, LeavesWhatItDoesNotKnowToTheirs) {
  Struct any = Parsed(R"({"a": [1, {"b": null}]})");
  ExpectSame(any);
}

}  // namespace
}  // namespace broadsheet::gateway
