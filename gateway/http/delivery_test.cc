#include "gateway/http/delivery.h"

#include <zlib.h>

#include "gateway/testing/http_harness.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace broadsheet::gateway {
namespace {

using ::testing::HasSubstr;

HttpCall CallWith(HttpHarness::Headers headers) {
  HttpCall call;
  call.request.method = "GET";
  call.request.headers = std::move(headers);
  return call;
}

HttpResponse Page(size_t bytes) {
  return TextAnswer(200, "text/html; charset=utf-8", std::string(bytes, 'a'));
}

std::string Gunzip(const std::string& packed) {
  z_stream stream = {};
  inflateInit2(&stream, 15 + 16);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(DeliveryTest, PacksLongTextsForWhoTakesGzip) {
  HttpResponse response = Page(5000);
  PrepareDelivery(CallWith({{"Accept-Encoding", "br, gzip;q=0.8"}}), &response);
  EXPECT_EQ(HeaderOf(response, "Content-Encoding"), "gzip");
  EXPECT_EQ(HeaderOf(response, "Vary"), "Accept-Encoding");
  EXPECT_LT(response.body.size(), 200u);
  EXPECT_EQ(Gunzip(response.body), std::string(5000, 'a'));
}

TEST(DeliveryTest, SendsTheRestAsItIs) {
  for (const char* accepted : {"", "br", "gzip;q=0", "identity"}) {
    HttpResponse response = Page(5000);
    PrepareDelivery(CallWith({{"Accept-Encoding", accepted}}), &response);
    EXPECT_EQ(response.body.size(), 5000u) << accepted;
  }
  HttpResponse small = Page(100);
  PrepareDelivery(CallWith({{"Accept-Encoding", "gzip"}}), &small);
  EXPECT_EQ(small.body.size(), 100u);
  HttpResponse image = TextAnswer(200, "image/png", std::string(5000, 'a'));
  PrepareDelivery(CallWith({{"Accept-Encoding", "gzip"}}), &image);
  EXPECT_EQ(image.body.size(), 5000u);
}

TEST(DeliveryTest, DoesNotPackPagesWithTheSecretOfASession) {
  HttpCall call = CallWith({{"Accept-Encoding", "gzip"}});
  call.csrf_token = "secret";
  HttpResponse response = Page(5000);
  PrepareDelivery(call, &response);
  EXPECT_EQ(HeaderOf(response, "Content-Encoding"), "");
}

TEST(DeliveryTest, AnswersShortlyToWhoHasItAlready) {
  HttpResponse first = Page(5000);
  PrepareDelivery(CallWith({}), &first);
  const std::string tag = HeaderOf(first, "ETag");
  EXPECT_THAT(tag, HasSubstr("W/\""));
  for (const std::string& known :
       {tag, tag.substr(2), "\"x\", " + tag, std::string("*")}) {
    HttpResponse again = Page(5000);
    PrepareDelivery(CallWith({{"If-None-Match", known}}), &again);
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_EQ(again.body, "");
  }
  HttpResponse changed = Page(5001);
  PrepareDelivery(CallWith({{"If-None-Match", tag}}), &changed);
  EXPECT_EQ(changed.status, 200);
}

TEST(DeliveryTest, LeavesErrorsAndWritesAlone) {
  HttpResponse error = TextAnswer(404, "text/html", std::string(5000, 'a'));
  PrepareDelivery(CallWith({{"Accept-Encoding", "gzip"}}), &error);
  EXPECT_EQ(error.headers.size(), 1u);
  HttpCall write = CallWith({{"Accept-Encoding", "gzip"}});
  write.request.method = "POST";
  HttpResponse answer = Page(5000);
  PrepareDelivery(write, &answer);
  EXPECT_EQ(HeaderOf(answer, "ETag"), "");
}

TEST(DeliveryTest, TellsCachesWhatAShortAnswerDependsOn) {
  HttpResponse first = Page(5000);
  PrepareDelivery(CallWith({{"Accept-Encoding", "gzip"}}), &first);
  ASSERT_EQ(HeaderOf(first, "Vary"), "Accept-Encoding");
  HttpResponse again = Page(5000);
  PrepareDelivery(CallWith({{"If-None-Match", HeaderOf(first, "ETag")}}),
                  &again);
  ASSERT_EQ(again.status, 304);
  EXPECT_EQ(HeaderOf(again, "Vary"), "Accept-Encoding");
  EXPECT_EQ(HeaderOf(again, "Content-Encoding"), "");
  // What is never packed depends on nothing.
  HttpResponse small = Page(100);
  PrepareDelivery(CallWith({{"If-None-Match", "*"}}), &small);
  ASSERT_EQ(small.status, 304);
  EXPECT_EQ(HeaderOf(small, "Vary"), "");
}

TEST(DeliveryTest, NoDateSaysThatNothingIsNew) {
  HttpResponse response = Page(5000);
  response.headers.emplace_back("Last-Modified",
                                "Fri, 20 Nov 2026 00:00:00 GMT");
  PrepareDelivery(
      CallWith({{"If-Modified-Since", "Mon, 23 Nov 2026 12:00:00 GMT"}}),
      &response);
  EXPECT_EQ(response.status, 200);
}

TEST(CorsTest, OnlyPagesOfTheListMayReadTheApi) {
  HttpHarness harness({.cors = CorsPolicy("https://a.example")});
  harness.router.Add("GET", "/api/v1/x", [](HttpCall&) { return Page(1); });
  harness.router.Add("POST", "/api/v1/x", [](HttpCall&) { return Page(1); });
  const auto origin = [](const char* name) {
    return HttpHarness::Headers{{"Origin", name},
                                {"Access-Control-Request-Method", "GET"}};
  };
  const HttpResponse asked =
      harness.Send("OPTIONS", "/api/v1/x", origin("https://a.example"));
  EXPECT_EQ(asked.status, 204);
  EXPECT_EQ(HeaderOf(asked, "Access-Control-Allow-Origin"),
            "https://a.example");
  EXPECT_EQ(HeaderOf(asked, "Access-Control-Allow-Credentials"), "");
  const HttpResponse foreign =
      harness.Get("/api/v1/x", origin("https://b.example"));
  EXPECT_EQ(HeaderOf(foreign, "Access-Control-Allow-Origin"), "");
  EXPECT_THAT(HeaderOf(foreign, "Vary"), HasSubstr("Origin"));
  // A write needs a token: the cookie is for our own pages alone.
  EXPECT_EQ(
      harness.Send("POST", "/api/v1/x", origin("https://a.example")).status,
      403);
  auto headers = origin("https://a.example");
  headers.push_back(Bearer(kAliceToken));
  EXPECT_EQ(harness.Send("POST", "/api/v1/x", headers).status, 200);
}

}  // namespace
}  // namespace broadsheet::gateway
