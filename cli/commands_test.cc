// Command lines from their words to what is printed, against a gRPC server in
// this process that answers from a table.

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "broadsheet/v1/ingest_service.grpc.pb.h"
#include "broadsheet/v1/reader_service.grpc.pb.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "broadsheet/v1/system_service.grpc.pb.h"
#include "cli/command_line.h"
#include "gmock/gmock.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace broadsheet::cli {
namespace {

using testing::HasSubstr;

// 700 papers for each query, in pages of at most 200.
class Recommender final : public v1::RecommendService::Service {
 public:
  grpc::Status Search(grpc::ServerContext*, const v1::SearchRequest* request,
                      v1::SearchResponse* response) override {
    if (request->query() == "bad") {
      return {grpc::StatusCode::INVALID_ARGUMENT, "query is bad"};
    }
    response->set_next_page_token(
        FillPage(request->page_size(), request->page_token(), response));
    return grpc::Status::OK;
  }

  grpc::Status Feed(grpc::ServerContext* context,
                    const v1::FeedRequest* request,
                    v1::FeedResponse* response) override {
    const auto given = context->client_metadata().find("authorization");
    if (given == context->client_metadata().end() ||
        given->second != "Bearer secret") {
      return {grpc::StatusCode::UNAUTHENTICATED, "no credential"};
    }
    if (request->reader_id() == "nobody") {
      return {grpc::StatusCode::NOT_FOUND, "there is no such reader"};
    }
    if (request->reader_id() == "late") {
      response->mutable_info()->set_degraded("the newest papers instead");
    }
    v1::ListedPaper& listed = *response->add_papers();
    listed.mutable_paper()->set_id(
        request->candidate_ids().empty() ? "1" : request->candidate_ids(0));
    listed.set_score(request->ranking() == v1::RANKING_RELEVANCE ? 0.5 : 0.25);
    listed.mutable_reason()->set_text("because \"you\"");
    return grpc::Status::OK;
  }

 private:
  template <class Response>
  static std::string FillPage(int size, const std::string& token,
                              Response* response) {
    int at = 0;
    if (!token.empty() && !absl::SimpleAtoi(token, &at)) return "";
    for (int i = 0; i < std::min(size, 200) && at < 700; ++i, ++at) {
      v1::ListedPaper& listed = *response->add_papers();
      listed.mutable_paper()->set_id(absl::StrCat(at));
      listed.mutable_paper()->set_title(absl::StrCat("Paper ", at));
      listed.set_score(1000 - at);
    }
    return at < 700 ? absl::StrCat(at) : "";
  }
};

// Refuses events for the paper "unknown", remembers the others.
class Readers final : public v1::ReaderService::Service {
 public:
  grpc::Status RecordEvents(grpc::ServerContext*,
                            const v1::RecordEventsRequest* request,
                            v1::RecordEventsResponse* response) override {
    for (const v1::Event& event : request->events()) {
      v1::EventResult& result = *response->add_results();
      result.set_outcome(v1::EventResult::OUTCOME_APPENDED);
      if (event.paper_id() == "unknown") {
        result.set_outcome(v1::EventResult::OUTCOME_REFUSED);
        result.set_field("paper_id");
        result.set_rule("is not a known paper");
      }
      events.push_back(event);
    }
    return grpc::Status::OK;
  }

  std::vector<v1::Event> events;
};

// A source, a dead letter, and a harvest that takes two looks.
class Ingest final : public v1::IngestService::Service {
 public:
  grpc::Status RunHarvest(grpc::ServerContext*,
                          const v1::RunHarvestRequest* request,
                          v1::RunHarvestResponse* response) override {
    harvest = *request;
    response->mutable_operation()->set_id("op");
    return grpc::Status::OK;
  }
  grpc::Status FetchPaper(grpc::ServerContext*,
                          const v1::FetchPaperRequest* request,
                          v1::FetchPaperResponse* response) override {
    v1::PaperResult& result = *response->mutable_result();
    result.set_paper_id(request->paper_id());
    result.set_outcome(v1::PaperResult::OUTCOME_CREATED);
    if (request->paper_id() == "2608.00001") {
      result.set_outcome(v1::PaperResult::OUTCOME_REFUSED);
      result.set_field("title");
      result.set_rule("is missing");
    }
    return grpc::Status::OK;
  }
  grpc::Status GetOperation(grpc::ServerContext*,
                            const v1::GetOperationRequest* request,
                            v1::GetOperationResponse* response) override {
    response->mutable_operation()->set_id(request->operation_id());
    response->mutable_operation()->set_done(true);
    response->mutable_operation()->set_items_done(5);
    response->mutable_operation()->set_items_refused(1);
    return grpc::Status::OK;
  }
  grpc::Status ListSources(grpc::ServerContext*, const v1::ListSourcesRequest*,
                           v1::ListSourcesResponse* response) override {
    v1::Source* source = response->add_sources();
    source->set_name("arxiv-oai");
    source->set_title("arXiv");
    source->set_set("cs");
    source->set_interval_seconds(21600);
    source->mutable_last_success()->set_seconds(86400);
    source->set_error("it is down");
    return grpc::Status::OK;
  }
  grpc::Status ListDeadLetters(grpc::ServerContext*,
                               const v1::ListDeadLettersRequest*,
                               v1::ListDeadLettersResponse* response) override {
    v1::DeadLetter* letter = response->add_dead_letters();
    letter->set_id("l1");
    letter->set_rule("is too long");
    letter->set_format(v1::INPUT_FORMAT_OAI_XML);
    letter->set_complete(true);
    return grpc::Status::OK;
  }
  grpc::Status RetryDeadLetters(
      grpc::ServerContext*, const v1::RetryDeadLettersRequest* request,
      v1::RetryDeadLettersResponse* response) override {
    response->set_taken(3);
    response->set_incomplete(1);
    if (request->page_token().empty()) response->set_next_page_token("more");
    return grpc::Status::OK;
  }
  grpc::Status DeleteDeadLetters(
      grpc::ServerContext*, const v1::DeleteDeadLettersRequest* request,
      v1::DeleteDeadLettersResponse* response) override {
    response->set_deleted(request->ids_size());
    return grpc::Status::OK;
  }

  v1::RunHarvestRequest harvest;
};

class CommandsTest : public testing::Test {
 protected:
  CommandsTest() {
    int port = 0;
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterService(&recommender_);
    builder.RegisterService(&readers_);
    builder.RegisterService(&ingest_);
    server_ = builder.BuildAndStart();
    server_->GetHealthCheckService()->SetServingStatus(
        v1::SystemService::service_full_name(), true);
    address_ = absl::StrCat("127.0.0.1:", port);
  }

  // Runs a command line; answers its exit code.
  int Run(std::vector<std::string> words) {
    out_.str("");
    err_.str("");
    words.insert(words.begin(), "broadsheet");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    CommandLine line;
    line.server = address_;
    testing::internal::CaptureStderr();
    auto code = ParseCommandLine(static_cast<int>(arguments.size()),
                                 arguments.data(), &line);
    err_ << testing::internal::GetCapturedStderr();
    if (code) return *code;
    Client client({.server = line.server, .token = "secret"});
    Session session{.console = &console_,
                    .client = &client,
                    .clock = &clock_,
                    .make_id = [] { return "made-id"; },
                    .sleep = [](absl::Duration) {}};
    auto result = line.command(session);
    return static_cast<int>(
        result.ok() ? *result
                    : ReportFailure(result.status(), line.server, &console_));
  }

  Recommender recommender_;
  Readers readers_;
  Ingest ingest_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::ostringstream out_, err_;
  Console console_{.out = &out_, .err = &err_};
  SystemClock clock_;
};

TEST_F(CommandsTest, ListsFollowPageTokensUpToTheLimit) {
  EXPECT_EQ(Run({"search", "x", "--limit", "450", "--json"}), 0);
  const std::string line = out_.str();
  EXPECT_THAT(line, testing::StartsWith(
                        R"({"papers":[{"id":"0","score":1000,"reason":""},)"));
  EXPECT_THAT(line,
              testing::EndsWith(R"({"id":"449","score":551,"reason":""}]})"
                                "\n"));
}

TEST_F(CommandsTest, ListsAreTablesForPeople) {
  EXPECT_EQ(Run({"search", "x", "--limit", "1"}), 0);
  EXPECT_EQ(out_.str(),
            "#  ID  TITLE    VOTES  SCORE\n"
            "1  0   Paper 0      0   1000\n");
}

TEST_F(CommandsTest, FeedsNameTheirReader) {
  EXPECT_EQ(Run({"feed", "--reader", "r1", "--json"}), 0);
  EXPECT_EQ(out_.str(), R"({"reader":"r1","papers":[{"id":"1","score":0.25,)"
                        R"("reason":"because \"you\""}]})"
                        "\n");
}

TEST_F(CommandsTest, FeedsSayWhenTheyAreSubstitutes) {
  EXPECT_EQ(Run({"feed", "--reader", "late"}), 0);
  EXPECT_EQ(err_.str(), "note: the newest papers instead\n");
  EXPECT_EQ(Run({"feed", "--reader", "r1"}), 0);
  EXPECT_EQ(err_.str(), "");
}

TEST_F(CommandsTest, FeedsOfAFileGoOnAfterAnUnknownReader) {
  const std::string readers = testing::TempDir() + "commands_test_readers";
  const std::string candidates = testing::TempDir() + "commands_test_ids";
  std::ofstream(readers) << "r1\nnobody\nr2\n";
  std::ofstream(candidates) << "7\n8\n";
  EXPECT_EQ(Run({"feed", "--readers", readers, "--candidates", candidates,
                 "--ranking", "relevance", "--json"}),
            3);
  EXPECT_THAT(out_.str(), HasSubstr(R"({"reader":"r1","papers":[{"id":"7",)"
                                    R"("score":0.5)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"({"reader":"r2")"));
  EXPECT_THAT(err_.str(), HasSubstr("nobody: there is no such reader"));
  std::filesystem::remove(readers);
  std::filesystem::remove(candidates);
}

TEST_F(CommandsTest, VotesAreEventsOfTheReader) {
  EXPECT_EQ(Run({"vote", "1706.03762", "--reader", "r1"}), 0);
  ASSERT_EQ(readers_.events.size(), 1u);
  EXPECT_EQ(readers_.events[0].kind(), v1::EVENT_KIND_UPVOTE);
  EXPECT_EQ(readers_.events[0].event_id(), "made-id");
  EXPECT_EQ(readers_.events[0].reader_id(), "r1");
  EXPECT_EQ(out_.str(), "r1 voted for 1706.03762\n");
}

TEST_F(CommandsTest, RefusedActionsNameFieldAndRule) {
  EXPECT_EQ(Run({"save", "unknown"}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("paper_id is not a known paper"));
}

TEST_F(CommandsTest, HarvestsNameTheirSourceAndAreFollowedToTheirEnd) {
  EXPECT_EQ(Run({"harvest", "--source", "hf-daily", "--from", "2026-11-01"}),
            3);
  EXPECT_EQ(ingest_.harvest.source(), "hf-daily");
  EXPECT_EQ(ingest_.harvest.url(), "");
  EXPECT_EQ(ingest_.harvest.from(), "2026-11-01");
  EXPECT_EQ(out_.str(), "harvest: 5 papers, 1 refused\n");
}

TEST_F(CommandsTest, OnePaperIsFetchedByItsId) {
  EXPECT_EQ(Run({"fetch", "2407.21783"}), 0);
  EXPECT_EQ(out_.str(), "2407.21783 is here now\n");
  EXPECT_NE(Run({"fetch", "2608.00001"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr("title is missing"));
}

TEST_F(CommandsTest, SourcesTellHowTheyStand) {
  EXPECT_EQ(Run({"sources"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("arxiv-oai"));
  EXPECT_THAT(out_.str(), HasSubstr("6h"));
  EXPECT_THAT(out_.str(), HasSubstr("1970-01-02T00:00:00Z"));
  EXPECT_EQ(Run({"sources", "--json"}), 0);
  EXPECT_EQ(out_.str(),
            R"({"name":"arxiv-oai","title":"arXiv","url":"","set":"cs",)"
            R"("interval_seconds":21600,"last_success":"1970-01-02T00:00:00Z",)"
            R"("error":"it is down"})"
            "\n");
}

TEST_F(CommandsTest, DeadLettersAreListedRetriedAndDeleted) {
  EXPECT_EQ(Run({"dead-letters", "list", "--source", "x"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("is too long"));
  EXPECT_EQ(Run({"dead-letters", "export"}), 0);
  EXPECT_EQ(out_.str(),
            R"({"id":"l1","record":0,"rule":"is too long","format":"oai-xml",)"
            R"("event":false,"complete":true})"
            "\n");
  // A page token leads to another call.
  EXPECT_EQ(Run({"dead-letters", "retry"}), 3);
  EXPECT_EQ(out_.str(),
            "dead letters: 6 taken, 0 refused again, 2 not whole\n");
  EXPECT_EQ(Run({"dead-letters", "delete", "a", "b"}), 0);
  EXPECT_EQ(out_.str(), "dead letters: 2 deleted\n");
  EXPECT_EQ(Run({"dead-letters", "delete", "--source", "x"}), 0);
  EXPECT_EQ(out_.str(), "dead letters: 1 deleted\n");
}

TEST_F(CommandsTest, ErrorsOfTheServerAreExitCodeOne) {
  EXPECT_EQ(Run({"search", "bad"}), 1);
  EXPECT_EQ(err_.str(), "broadsheet: query is bad\n");
}

TEST_F(CommandsTest, AnUnreachableServerIsNamedWithWhatToDo) {
  server_->Shutdown();
  EXPECT_EQ(Run({"search", "x"}), 1);
  EXPECT_EQ(err_.str(), "broadsheet: cannot reach " + address_ +
                            ": is the newspaper running? deploy/local.sh "
                            "status\n");
}

TEST_F(CommandsTest, WrongUsageIsExitCodeTwoAndNamesTheOption) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{}, "command is required"},
      {{"nonsense"}, "nonsense"},
      {{"search"}, "QUERY"},
      {{"search", "x", "--bogus"}, "--bogus"},
      {{"search", "x", "--limit", "501"}, "--limit"},
      {{"search", "x", "--limit", "many"}, "--limit"},
      {{"feed", "--ranking", "best"}, "--ranking"},
      {{"feed", "--reader", "a", "--readers", "b"}, "--readers"},
      {{"feed", "--readers", "/nowhere"}, "/nowhere"},
      {{"editor", "--from", "2026-02-31", "--to", "2026-03-01"}, "--from"},
      {{"daily", "yesterday"}, "yesterday"},
      {{"ingest", "f", "--format", "csv"}, "--format"},
      {{"dead-letters"}, "subcommand is required"},
      {{"dead-letters", "delete"}, "--all"},
      {{"harvest", "--from", "2026-02-31"}, "--from"},
      {{"simulate", "--until", "2199-01-01"}, "--until"},
      {{"simulate", "--zone", "Mars/Olympus"}, "--zone"},
      {{"--timeout", "soon", "status"}, "--timeout"},
  };
  for (const auto& [words, named] : cases) {
    EXPECT_EQ(Run(words), 2) << named;
    EXPECT_THAT(err_.str(), HasSubstr(named));
  }
}

TEST(ReadToken, RefusesWhatIsNoToken) {
  const std::string path = testing::TempDir() + "commands_test_token";
  std::ofstream(path) << "  abc123\n";
  EXPECT_EQ(*ReadToken(path), "abc123");
  std::ofstream(path) << "";
  EXPECT_FALSE(ReadToken(path).ok());
  std::ofstream(path) << "a b";
  EXPECT_FALSE(ReadToken(path).ok());
  std::filesystem::remove(path);
  EXPECT_FALSE(ReadToken(path).ok());
}

}  // namespace
}  // namespace broadsheet::cli
