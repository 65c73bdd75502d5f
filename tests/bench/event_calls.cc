#include "tests/bench/event_calls.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "broadsheet/internal/v1/reader_store_service.grpc.pb.h"
#include "common/rpc.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "storage/event_committer.h"
#include "storage/reader_store_service.h"
#include "storage/sql_array.h"
#include "storage/test_store.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {
namespace {

using internal::v1::AppendEventsRequest;
using internal::v1::AppendEventsResponse;
using internal::v1::ReaderStoreService;
using storage::SqlArray;
using storage::TestStore;

constexpr int kChannels = 4;

// Answers a call when its event is in the table; what waits goes in together.
class BareService final : public ReaderStoreService::CallbackService {
 public:
  explicit BareService(const std::string& conninfo) : connection_(conninfo) {
    connection_.prepare("events",
                        "insert into bare_events select * from unnest("
                        "$1::text[], $2::text[], $3::text[], $4::smallint[]) "
                        "on conflict do nothing");
    thread_ = std::thread([this] { Work(); });
  }

  ~BareService() override {
    {
      std::lock_guard lock(mu_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

  grpc::ServerUnaryReactor* AppendEvents(grpc::CallbackServerContext* context,
                                         const AppendEventsRequest* request,
                                         AppendEventsResponse*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    std::lock_guard lock(mu_);
    waiting_.emplace_back(reactor, request);
    wake_.notify_one();
    return reactor;
  }

 private:
  using Call = std::pair<grpc::ServerUnaryReactor*, const AppendEventsRequest*>;

  void Work() {
    std::unique_lock lock(mu_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const std::vector<Call> calls = std::exchange(waiting_, {});
      lock.unlock();
      Insert(calls);
      for (const Call& call : calls) call.first->Finish(grpc::Status::OK);
      lock.lock();
    }
  }

  void Insert(const std::vector<Call>& calls) {
    SqlArray readers;
    SqlArray ids;
    SqlArray papers;
    SqlArray kinds;
    for (const Call& call : calls) {
      const v1::Event& event = call.second->events(0);
      readers.AddText(event.reader_id());
      ids.AddText(event.event_id());
      papers.AddText(event.paper_id());
      kinds.AddInt(event.kind());
    }
    pqxx::work tx(connection_);
    tx.exec_prepared("events", readers.Text(), ids.Text(), papers.Text(),
                     kinds.Text());
    tx.commit();
  }

  pqxx::connection connection_;
  std::mutex mu_;
  std::condition_variable wake_;
  std::vector<Call> waiting_;  // GUARDED_BY(mu_)
  bool stopping_ = false;      // GUARDED_BY(mu_)
  std::thread thread_;
};

// One caller: an event after the other until `end`; answers how many failed.
int Call(ReaderStoreService::Stub* stub, const std::string& reader,
         absl::Time end, Times* times) {
  int failed = 0;
  for (int i = 0; absl::Now() < end; ++i) {
    AppendEventsRequest request;
    *request.add_events() = storage::MakeEvent(
        reader, absl::StrCat("event-", i), v1::EVENT_KIND_VIEW,
        absl::StrCat("a:", i % 100), i % 60);
    AppendEventsResponse response;
    const absl::Time start = absl::Now();
    const grpc::Status status = stub->AppendEvents(
        NewCall(absl::Seconds(10)).get(), request, &response);
    times->Add(absl::Now() - start);
    if (!status.ok()) ++failed;
  }
  return failed;
}

// Answers events a second.
double Measure(const char* name, grpc::Service* service, int callers,
               absl::Duration time) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::vector<std::unique_ptr<ReaderStoreService::Stub>> stubs;
  for (int i = 0; i < kChannels; ++i) {
    stubs.push_back(
        ReaderStoreService::NewStub(Connect(absl::StrCat("127.0.0.1:", port))));
  }
  Times times;
  std::atomic<int> failed = 0;
  const absl::Time end = absl::Now() + time;
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&, i] {
      failed += Call(stubs[i % kChannels].get(), absl::StrCat("reader", i), end,
                     &times);
    });
  }
  for (std::thread& thread : threads) thread.join();
  server->Shutdown();
  const double rate =
      static_cast<double>(times.count()) / absl::ToDoubleSeconds(time);
  absl::PrintF("%-8s %7.0f events/s, %d failed; %s\n", name, rate,
               failed.load(), times.Summary());
  return rate;
}

}  // namespace

void MeasureCalls(int callers, absl::Duration time) {
  TestStore store;
  store.Run(
      "create table bare_events (reader_id text collate \"C\", event_id text "
      "collate \"C\", paper_id text, kind smallint, "
      "primary key (reader_id, event_id))");
  std::vector<std::string> papers;
  for (int i = 0; i < 100; ++i) papers.push_back(absl::StrCat("a:", i));
  store.AddPapers(papers);
  BareService bare(store.database_for_test.conninfo());
  const double bare_rate = Measure("bare", &bare, callers, time);

  RpcRuntime runtime({}, &store.log, &store.metrics);
  Rpcs rpcs(&runtime);
  storage::EventCommitter committer(&store.repositories.events, &store.metrics,
                                    {});
  storage::ReaderStoreService service(&store.repositories, &committer, &rpcs);
  const double rate = Measure("storage", &service, callers, time);
  absl::PrintF("%.2f of the bare rate\n", rate / bare_rate);
  runtime.Stop();
}

}  // namespace broadsheet::bench
