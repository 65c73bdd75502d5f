#include "ingest/dead_letter_retry.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"
#include "ingest/oai_fixtures.h"
#include "ingest/pipeline.h"

namespace broadsheet::ingest {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeadLetterRetryTest : public ::testing::Test {
 protected:
  // Sends records as a session does.
  template <class Stream>
  void Send(const v1::IngestHeader& header, const std::string& file) {
    Pipeline<Stream> pipeline(backend_, header, &call_, [](const auto&) {});
    const auto reader = Stream::MakeReader(header.format(), pipeline.sink());
    reader->Feed(file);
    reader->Finish();
    EXPECT_TRUE(pipeline.Finish().ok());
  }

  v1::RetryDeadLettersResponse Retry(
      const v1::RetryDeadLettersRequest& request) {
    const auto answer = RetryDeadLetters(backend_, call_, request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? *answer : v1::RetryDeadLettersResponse();
  }

  // The only letter.
  v1::DeadLetter Letter() {
    const auto letters = storage_.dead_letters();
    EXPECT_THAT(letters, SizeIs(1));
    return letters.empty() ? v1::DeadLetter() : letters.begin()->second;
  }

  void Put(v1::DeadLetter letter, const std::string& excerpt) {
    letter.set_excerpt(excerpt);
    storage_.AddDeadLetter(letter);
  }

  static v1::IngestHeader Header(v1::InputFormat format) {
    v1::IngestHeader header;
    header.set_source("x");
    header.set_format(format);
    return header;
  }

  FakeStorage storage_;
  std::unique_ptr<Store> store_ = MakeGrpcStore(storage_.target());
  SystemClock clock_;
  Metrics registry_;
  IngestMetrics metrics_{&registry_};
  Backend backend_ = {.store = store_.get(),
                      .clock = &clock_,
                      .metrics = &metrics_,
                      .timing = Timing::Real(),
                      .retry = {},
                      .batches = {}};
  CallContext call_;
};

TEST_F(DeadLetterRetryTest, LettersKeepWhatARetryNeeds) {
  v1::IngestHeader header = Header(v1::INPUT_FORMAT_JSON_LINES);
  header.set_ids_only(true);
  Send<PaperStream>(header, "{\"id\":\"\"}\n");
  const v1::DeadLetter letter = Letter();
  EXPECT_EQ(letter.format(), v1::INPUT_FORMAT_JSON_LINES);
  EXPECT_TRUE(letter.ids_only());
  EXPECT_TRUE(letter.complete());
  EXPECT_FALSE(letter.event());
  EXPECT_EQ(letter.excerpt(), "{\"id\":\"\"}");
}

TEST_F(DeadLetterRetryTest, OnlyWholeRecordsAreComplete) {
  const auto header = Header(v1::INPUT_FORMAT_JSON_LINES);
  Send<PaperStream>(header, absl::StrCat("{\"id\":\"\",\"title\":\"",
                                         std::string(70'000, 'a'), "\"}\n"));
  Send<PaperStream>(header, "{\"id\":\"\",\"title\":\"a\xff\"}\n");
  for (const auto& [id, letter] : storage_.dead_letters()) {
    EXPECT_FALSE(letter.complete());
    EXPECT_LE(letter.excerpt().size(), kMaxExcerptBytes);
  }
  const auto answer = Retry({});
  EXPECT_EQ(answer.incomplete(), 2);
  EXPECT_THAT(storage_.dead_letters(), SizeIs(2));
}

TEST_F(DeadLetterRetryTest, TakesWhatTheRulesAllowNow) {
  Send<PaperStream>(Header(v1::INPUT_FORMAT_JSON_LINES), "{\"id\":\"x:1\"}\n");
  // As if the rule that refused it had gone.
  Put(Letter(), R"({"id":"x:1",)"
                "\n"
                R"("title":"T"})");
  const auto answer = Retry({});
  EXPECT_EQ(answer.taken(), 1);
  EXPECT_EQ(answer.refused(), 0);
  EXPECT_GT(answer.position().commit(), 0u);
  EXPECT_THAT(storage_.dead_letters(), IsEmpty());
  EXPECT_EQ(storage_.papers().at("x:1").title(), "T");
  EXPECT_EQ(Retry({}).taken(), 0);
}

TEST_F(DeadLetterRetryTest, LeavesWhatIsRefusedAgainUnderItsId) {
  Send<PaperStream>(Header(v1::INPUT_FORMAT_JSON_LINES), "{\"id\":\"x:1\"}\n");
  v1::DeadLetter letter = Letter();
  const std::string rule = letter.rule();
  letter.set_rule("is against a rule of old");
  storage_.AddDeadLetter(letter);
  const auto answer = Retry({});
  EXPECT_EQ(answer.taken(), 0);
  EXPECT_EQ(answer.refused(), 1);
  EXPECT_EQ(Letter().id(), letter.id());
  EXPECT_EQ(Letter().rule(), rule);
}

TEST_F(DeadLetterRetryTest, ReadsRecordsOfXmlInTheirFrame) {
  Send<PaperStream>(
      Header(v1::INPUT_FORMAT_OAI_XML),
      OaiList(OaiRecord("2611.00001", "2026-11-21", "<title> </title>")));
  const v1::DeadLetter letter = Letter();
  EXPECT_TRUE(letter.complete());
  std::string excerpt = letter.excerpt();
  excerpt.replace(excerpt.find("<title> "), 8, "<title>T");
  Put(letter, excerpt);
  EXPECT_EQ(Retry({}).taken(), 1);
  EXPECT_EQ(storage_.papers().at("2611.00001").title(), "T");
}

TEST_F(DeadLetterRetryTest, TakesEventsWhosePaperHasCome) {
  Send<EventStream>(
      Header(v1::INPUT_FORMAT_JSON_LINES),
      R"({"event_id":"e","reader":"ada","paper":"unknown:1","kind":"view")"
      R"(,"at":"2026-11-20T00:00:00Z"})"
      "\n");
  const v1::DeadLetter letter = Letter();
  EXPECT_TRUE(letter.event());
  EXPECT_TRUE(letter.complete());
  EXPECT_EQ(letter.format(), v1::INPUT_FORMAT_UNSPECIFIED);
  EXPECT_EQ(Retry({}).refused(), 1);
  // The fake storage knows all papers but that one.
  std::string excerpt = letter.excerpt();
  excerpt.replace(excerpt.find("unknown:1"), 9, "known:1");
  Put(letter, excerpt);
  EXPECT_EQ(Retry({}).taken(), 1);
  EXPECT_THAT(storage_.events(), SizeIs(1));
}

TEST_F(DeadLetterRetryTest, TriesOnlyTheSourceOrTheIdsThatAreNamed) {
  v1::DeadLetter letter;
  letter.set_format(v1::INPUT_FORMAT_JSON_LINES);
  letter.set_complete(true);
  for (int i = 0; i < 100; ++i) {
    letter.set_id(absl::StrCat("letter", i));
    letter.set_source(i % 2 == 0 ? "even" : "odd");
    Put(letter, absl::StrCat("{\"id\":\"x:", i, "\",\"title\":\"T\"}"));
  }
  v1::RetryDeadLettersRequest request;
  request.set_source("even");
  EXPECT_EQ(Retry(request).taken(), 50);
  request.clear_source();
  request.add_ids("letter1");
  request.add_ids("letter3");
  request.add_ids("gone");
  EXPECT_EQ(Retry(request).taken(), 2);
  EXPECT_THAT(storage_.dead_letters(), SizeIs(48));
  EXPECT_THAT(storage_.papers(), SizeIs(52));
}

TEST_F(DeadLetterRetryTest, RefusesMoreIdsThanACallMayHave) {
  v1::RetryDeadLettersRequest request;
  for (int i = 0; i < 1001; ++i) request.add_ids("a");
  const auto answer = RetryDeadLetters(backend_, call_, request);
  EXPECT_EQ(ViolationsOf(answer.status())[0].field, "ids");
}

}  // namespace
}  // namespace broadsheet::ingest
