#include "ingest/session.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest/fake_storage.h"
#include "ingest/grpc_store.h"

namespace broadsheet::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A client that sends what it is given and keeps the answers.
template <class Request, class Response>
class Client final : public BidiStream<Request, Response> {
 public:
  using Step = std::function<void(Client*)>;

  void Send(Request request) { requests_.push_back(std::move(request)); }
  // Before its last message the client waits for that many answers.
  void AwaitResults(size_t count) { awaited_ = count; }

  bool Read(Request* request) override {
    if (next_ == requests_.size()) return false;
    if (next_ + 1 == requests_.size()) Await();
    *request = requests_[next_++];
    return true;
  }

  bool Write(const Response& response) override {
    std::lock_guard<std::mutex> lock(mu_);
    for (const auto& result : response.results()) results.push_back(result);
    positions.push_back(response.position().commit());
    answered_.notify_all();
    return true;
  }

  std::vector<std::decay_t<decltype(Response().results(0))>> results;
  std::vector<uint64_t> positions;

 private:
  void Await() {
    std::unique_lock<std::mutex> lock(mu_);
    const bool came =
        answered_.wait_for(lock, std::chrono::seconds(20),
                           [this] { return results.size() >= awaited_; });
    EXPECT_TRUE(came) << "no answer while the input pauses";
  }

  std::vector<Request> requests_;
  size_t next_ = 0;
  size_t awaited_ = 0;
  std::mutex mu_;
  std::condition_variable answered_;
};

using PaperClient = Client<v1::IngestPapersRequest, v1::IngestPapersResponse>;
using EventClient = Client<v1::IngestEventsRequest, v1::IngestEventsResponse>;

template <class Client>
void SendHeader(Client* client, v1::InputFormat format,
                const std::string& source = "") {
  typename std::conditional_t<std::is_same_v<Client, PaperClient>,
                              v1::IngestPapersRequest, v1::IngestEventsRequest>
      request;
  request.mutable_header()->set_format(format);
  request.mutable_header()->set_source(source);
  request.mutable_header()->set_file_name("papers.jsonl");
  client->Send(request);
}

template <class Request, class Response>
void SendChunk(Client<Request, Response>* client, const std::string& chunk) {
  Request request;
  request.set_chunk(chunk);
  client->Send(request);
}

std::string Line(int number) {
  return absl::StrCat("{\"id\":\"x:", number, "\",\"title\":\"T\"}\n");
}

// "RECORD:OUTCOME" of every result, the outcome by its first letter.
std::vector<std::string> Outcomes(const PaperClient& client) {
  std::vector<std::string> outcomes;
  for (const auto& result : client.results) {
    const std::string name = v1::PaperResult::Outcome_Name(result.outcome());
    outcomes.push_back(absl::StrCat(result.record(), ":", name.substr(8, 2)));
  }
  return outcomes;
}

class SessionTest : public ::testing::Test {
 protected:
  absl::Status Run(PaperClient* client) {
    return Session<PaperStream>(backend_, &call_, client).Run();
  }
  absl::Status Run(EventClient* client) {
    return Session<EventStream>(backend_, &call_, client).Run();
  }

  std::string RunRefused(PaperClient* client) {
    const auto violations = ViolationsOf(Run(client));
    return violations.empty() ? ""
                              : violations[0].field + " " + violations[0].rule;
  }

  FakeStorage storage_;
  std::unique_ptr<Store> store_ = MakeGrpcStore(storage_.target());
  SystemClock clock_;
  Metrics registry_;
  IngestMetrics metrics_{&registry_};
  std::shared_ptr<Cancellation> cancelled_ = std::make_shared<Cancellation>();
  CallContext call_{absl::InfiniteFuture(), "test", {}, cancelled_};
  Backend backend_ = {.store = store_.get(),
                      .clock = &clock_,
                      .metrics = &metrics_,
                      .timing = Timing::Real(),
                      .retry = {.first = absl::Milliseconds(1),
                                .longest = absl::Milliseconds(50)},
                      .batches = {}};
};

TEST_F(SessionTest, AnswersForEveryRecordInTheOrderOfTheInput) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  const std::string file = Line(1) + "nonsense\n" + Line(3) + Line(1) +
                           "{\"id\":\"x:5\"}\n" + Line(6);
  SendChunk(&client, file.substr(0, 10));
  SendChunk(&client, file.substr(10));
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(Outcomes(client),
              ElementsAre("1:CR", "2:RE", "3:CR", "4:UN", "5:RE", "6:CR"));
  EXPECT_EQ(client.results[1].field(), "line");
  EXPECT_EQ(client.results[4].paper_id(), "x:5");
  EXPECT_THAT(storage_.papers(), SizeIs(3));
  EXPECT_EQ(client.positions.back(), storage_.batches().size());
}

TEST_F(SessionTest, KeepsDeadLettersOnceHoweverOftenTheFileComes) {
  for (int i = 0; i < 2; ++i) {
    PaperClient client;
    SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
    SendChunk(&client, Line(1) + "caf\xe9\n");
    ASSERT_TRUE(Run(&client).ok());
  }
  const auto letters = storage_.dead_letters();
  ASSERT_THAT(letters, SizeIs(1));
  const v1::DeadLetter& letter = letters.begin()->second;
  EXPECT_EQ(letter.source(), "jsonl");
  EXPECT_EQ(letter.file_name(), "papers.jsonl");
  EXPECT_EQ(letter.record(), 2);
  EXPECT_EQ(letter.rule(), "is not UTF-8");
  EXPECT_EQ(letter.excerpt(), "caf\ufffd");
}

TEST_F(SessionTest, AnswersWhileTheInputPauses) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, Line(1));
  SendChunk(&client, Line(2));
  client.AwaitResults(1);
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(Outcomes(client), ElementsAre("1:CR", "2:CR"));
}

TEST_F(SessionTest, TakesMessagesInsteadOfAFile) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_UNSPECIFIED, "lab");
  v1::IngestPapersRequest request;
  v1::Paper* paper = request.mutable_batch()->add_papers();
  paper->set_id("7");
  paper->set_title("T");
  request.mutable_batch()->add_papers()->set_id("8");
  client.Send(request);
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(Outcomes(client), ElementsAre("1:CR", "2:RE"));
  EXPECT_EQ(storage_.papers().at("lab:7").source(), "lab");
  EXPECT_THAT(storage_.dead_letters().begin()->second.excerpt(),
              HasSubstr("lab:8"));
}

TEST_F(SessionTest, SendsAgainWhatStorageDidNotAnswer) {
  backend_.batches.max_items = 10;
  storage_.BreakStreams(3);
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  std::string file;
  for (int i = 1; i <= 500; ++i) file += Line(i);
  SendChunk(&client, file);
  ASSERT_TRUE(Run(&client).ok());
  ASSERT_THAT(client.results, SizeIs(500));
  for (int i = 0; i < 500; ++i) EXPECT_EQ(client.results[i].record(), i + 1);
  EXPECT_THAT(storage_.papers(), SizeIs(500));
  // One to three, and one more for each that broke.
  EXPECT_GE(storage_.streams(), 4);
  EXPECT_LE(storage_.streams(), 6);
}

TEST_F(SessionTest, TriesCallsAgain) {
  storage_.FailCalls(2);
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, "nonsense\n" + Line(2));
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(storage_.dead_letters(), SizeIs(1));
}

TEST_F(SessionTest, GivesUpWhenStorageStaysAway) {
  backend_.retry.patience = absl::Milliseconds(100);
  storage_.BreakStreams(1'000'000);
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, Line(1));
  EXPECT_EQ(Run(&client).code(), absl::StatusCode::kUnavailable);
}

TEST_F(SessionTest, EndsWhenItIsCancelled) {
  storage_.BreakStreams(1'000'000);
  backend_.timing.sleep = [this](const CallContext&, absl::Duration) {
    cancelled_->Cancel();
  };
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, Line(1));
  EXPECT_EQ(Run(&client).code(), absl::StatusCode::kCancelled);
}

TEST_F(SessionTest, WithdrawsKnownPapersAndLeavesUnknownOnesAlone) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, Line(1) +
                         "{\"id\":\"x:1\",\"withdrawn\":true}\n"
                         "{\"id\":\"x:2\",\"withdrawn\":true}\n");
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(Outcomes(client), ElementsAre("1:CR", "2:UP", "3:UN"));
  EXPECT_TRUE(storage_.papers().at("x:1").withdrawn());
  EXPECT_THAT(storage_.papers(), SizeIs(1));
}

TEST_F(SessionTest, AnswersThePositionOfAWithdrawalThatStoodAlready) {
  for (int i = 0; i < 2; ++i) {
    PaperClient client;
    SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
    SendChunk(&client, i == 0 ? Line(1) : "");
    SendChunk(&client, "{\"id\":\"x:1\",\"withdrawn\":true}\n");
    ASSERT_TRUE(Run(&client).ok());
    EXPECT_GT(client.positions.back(), 0u) << "try " << i;
  }
}

TEST_F(SessionTest, LetsNothingOvertakeAWithdrawal) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, Line(1) +
                         "{\"id\":\"x:1\",\"withdrawn\":true}\n"
                         "{\"id\":\"x:1\",\"title\":\"Back\"}\n");
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(Outcomes(client), ElementsAre("1:CR", "2:UP", "3:UP"));
  EXPECT_FALSE(storage_.papers().at("x:1").withdrawn());
}

TEST_F(SessionTest, CutsTheIdsOfRefusedRecordsHoweverLong) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  const std::string bad =
      "{\"id\":\"" + std::string(10 << 20, 'i') + "\",\"title\":5}\n";
  const std::string file = Line(1) + bad + Line(3) + bad + Line(5);
  for (size_t at = 0; at < file.size(); at += kMaxChunkBytes) {
    SendChunk(&client, file.substr(at, kMaxChunkBytes));
  }
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(Outcomes(client),
              ElementsAre("1:CR", "2:RE", "3:CR", "4:RE", "5:CR"));
  EXPECT_THAT(client.results[1].paper_id(), SizeIs(200));
  EXPECT_EQ(client.results[1].field(), "title");
  EXPECT_THAT(storage_.dead_letters(), SizeIs(2));
}

TEST_F(SessionTest, StoresManyPapersWithLongIds) {
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  const std::string tail(180, 'i');
  const std::string title(1000, 't');
  for (int chunk = 0; chunk < 6; ++chunk) {
    std::string lines;
    for (int i = 0; i < 500; ++i) {
      absl::StrAppend(&lines, "{\"id\":\"x:", chunk * 500 + i, tail,
                      "\",\"title\":\"", title, "\"}\n");
    }
    SendChunk(&client, lines);
  }
  ASSERT_TRUE(Run(&client).ok());
  EXPECT_THAT(storage_.papers(), SizeIs(3000));
}

TEST_F(SessionTest, NamesWhatIsWrongWithTheStream) {
  {
    PaperClient client;
    SendChunk(&client, Line(1));
    EXPECT_EQ(RunRefused(&client), "header is missing; it must come first");
  }
  {
    PaperClient client;
    SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES, "My Source");
    EXPECT_EQ(RunRefused(&client),
              "header.source is not 1 to 40 characters of a-z 0-9 -");
  }
  {
    PaperClient client;
    SendHeader(&client, v1::INPUT_FORMAT_UNSPECIFIED);
    SendChunk(&client, Line(1));
    EXPECT_EQ(RunRefused(&client),
              "header.format is missing, or not for such records");
  }
  {
    PaperClient client;
    SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
    SendChunk(&client, std::string(kMaxChunkBytes + 1, ' '));
    EXPECT_THAT(RunRefused(&client), HasSubstr("chunk is 1,048,577 bytes"));
  }
  {
    PaperClient client;
    SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
    SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
    EXPECT_EQ(RunRefused(&client), "header came twice");
  }
}

TEST_F(SessionTest, AppendsEventsAndRefusesTheRest) {
  EventClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client,
            "{\"reader\":\"ann\",\"paper\":\"x:1\",\"kind\":\"save\"}\n"
            "{\"reader\":\"ann\",\"paper\":\"unknown:1\",\"kind\":\"save\"}\n"
            "{\"reader\":\"ann\",\"paper\":\"x:1\",\"kind\":\"adore\"}\n");
  storage_.FailCalls(1);
  ASSERT_TRUE(Run(&client).ok());
  ASSERT_THAT(client.results, SizeIs(3));
  EXPECT_EQ(client.results[0].result().outcome(),
            v1::EventResult::OUTCOME_APPENDED);
  EXPECT_EQ(client.results[1].result().field(), "paper_id");
  EXPECT_EQ(client.results[2].record(), 3);
  EXPECT_EQ(client.results[2].result().field(), "kind");
  ASSERT_THAT(storage_.events(), SizeIs(1));
  EXPECT_THAT(storage_.events()[0].event_id(), SizeIs(32));
  EXPECT_THAT(storage_.dead_letters(), SizeIs(2));
}

TEST_F(SessionTest, ReadsEveryFormatOfArxivUnderItsSource) {
  struct Case {
    v1::InputFormat format;
    const char* file;
    const char* source;
  };
  const Case cases[] = {
      {v1::INPUT_FORMAT_KAGGLE, R"({"id":"2611.00001","title":"\\'E"})",
       "arxiv-kaggle"},
      {v1::INPUT_FORMAT_ATOM,
       "<feed><entry><id>http://arxiv.org/abs/2611.00002v1</id><title>\\'E"
       "</title></entry></feed>",
       "arxiv-atom"},
      {v1::INPUT_FORMAT_RSS,
       "<rss><channel><item><guid>oai:arXiv.org:2611.00003v1</guid><title>"
       "\\'E</title></item></channel></rss>",
       "arxiv-rss"},
      {v1::INPUT_FORMAT_OAI_XML,
       "<record><metadata><arXivRaw><id>2611.00004</id><title>\\'E</title>"
       "</arXivRaw></metadata></record>",
       "arxiv-oai"},
  };
  for (const Case& c : cases) {
    PaperClient client;
    SendHeader(&client, c.format);
    SendChunk(&client, c.file);
    ASSERT_TRUE(Run(&client).ok());
    EXPECT_THAT(Outcomes(client), ElementsAre("1:CR")) << c.source;
    ASSERT_THAT(client.results, SizeIs(1));
    const v1::Paper paper = storage_.papers().at(client.results[0].paper_id());
    EXPECT_EQ(paper.source(), c.source);
    EXPECT_EQ(paper.title(), "\u00c9");
  }
  EXPECT_THAT(storage_.papers(), SizeIs(4));
}

TEST_F(SessionTest, TakesEveryFormatWithItsSourceAndPrecedence) {
  struct Case {
    v1::InputFormat format;
    std::string file;
    std::string source;
    int precedence;
  };
  const Case cases[] = {
      {v1::INPUT_FORMAT_HF_DAILY, R"([{"paper":{"id":"p","title":"T"}}])",
       "huggingface", 30},
      {v1::INPUT_FORMAT_OPENALEX,
       R"({"results":[{"id":"https://openalex.org/W1","title":"T"}]})",
       "openalex", 40},
      {v1::INPUT_FORMAT_SEMANTIC_SCHOLAR, R"({"corpusid":1,"title":"T"})",
       "semantic-scholar", 40},
      {v1::INPUT_FORMAT_BIBTEX, "@misc{k, title={T}}", "bibtex", 20},
      {v1::INPUT_FORMAT_RIS, "TY  - GEN\nID  - k\nTI  - T\nER  - \n", "ris",
       20},
      {v1::INPUT_FORMAT_BIORXIV,
       R"({"collection":[{"doi":"10.1101/1","title":"T","date":"2024-1-1"}]})",
       "biorxiv", 90},
  };
  for (const Case& test : cases) {
    PaperClient client;
    SendHeader(&client, test.format);
    SendChunk(&client, test.file);
    ASSERT_TRUE(Run(&client).ok()) << test.source;
    EXPECT_THAT(Outcomes(client), ElementsAre("1:CR")) << test.source;
    const auto papers = storage_.papers();
    ASSERT_EQ(papers.count(client.results[0].paper_id()), 1) << test.source;
    EXPECT_EQ(papers.at(client.results[0].paper_id()).source(), test.source);
    EXPECT_EQ(storage_.precedence(), test.precedence) << test.source;
  }
}

TEST_F(SessionTest, EnrichesPapersWhenItHasStatistics) {
  TermStatistics statistics;
  backend_.statistics = &statistics;
  PaperClient client;
  SendHeader(&client, v1::INPUT_FORMAT_JSON_LINES);
  SendChunk(&client, R"({"id":"x:1","abstract":"We propose turnips."})");
  ASSERT_TRUE(Run(&client).ok());
  const v1::Paper paper = storage_.papers().at("x:1");
  EXPECT_EQ(paper.summary(), "We propose turnips.");
  EXPECT_THAT(paper.keywords(), ElementsAre("turnips"));
  EXPECT_EQ(statistics.documents(), 1);
}

TEST_F(SessionTest, TakesNoXmlForEvents) {
  EventClient client;
  SendHeader(&client, v1::INPUT_FORMAT_OAI_XML);
  SendChunk(&client, "<OAI-PMH/>");
  EXPECT_EQ(Run(&client).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace broadsheet::ingest
