#include "tests/bench/list_calls.h"

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "broadsheet/v1/recommend_service.grpc.pb.h"
#include "tests/bench/generator.h"
#include "tests/bench/measures.h"

namespace broadsheet::bench {
namespace {

using v1::RecommendService;

constexpr absl::Duration kCallLimit = absl::Seconds(10);
constexpr int kPageSize = 20;
constexpr int kWarmUp = 50;

// The time that a process has spent on processors; zero when there is none.
absl::Duration ProcessorTime(int pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string text((std::istreambuf_iterator<char>(file)),
                   std::istreambuf_iterator<char>());
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return absl::ZeroDuration();
  std::istringstream fields(text.substr(name_end + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  int64_t user = 0;
  int64_t system = 0;
  fields >> user >> system;
  return absl::Seconds(static_cast<double>(user + system) /
                       static_cast<double>(sysconf(_SC_CLK_TCK)));
}

// Spread over all, in an order without a pattern.
int Choose(int number, int of) {
  return static_cast<int>(static_cast<uint64_t>(number + 1) *
                          0x9e3779b97f4a7c15u % static_cast<uint64_t>(of));
}

template <class Request, class Response>
bool Ask(RecommendService::Stub* stub,
         grpc::Status (RecommendService::Stub::*method)(grpc::ClientContext*,
                                                        const Request&,
                                                        Response*),
         Request request) {
  request.set_page_size(kPageSize);
  Response response;
  const grpc::Status status =
      (stub->*method)(NewCall(kCallLimit).get(), request, &response);
  if (!status.ok()) {
    std::fprintf(stderr, "failed: %s\n", status.error_message().c_str());
    return false;
  }
  if (response.papers_size() > 0) return true;
  std::fprintf(stderr, "failed: an empty list\n");
  return false;
}

bool Call(RecommendService::Stub* stub, const ListCallsOptions& options,
          int number) {
  if (options.kind == "feed") {
    v1::FeedRequest request;
    request.set_reader_id(
        absl::StrCat("reader-", Choose(number, options.readers)));
    return Ask(stub, &RecommendService::Stub::Feed, request);
  }
  if (options.kind == "search") {
    v1::SearchRequest request;
    request.set_query(options.query);
    return Ask(stub, &RecommendService::Stub::Search, request);
  }
  const std::string id = GeneratedId(Choose(number, options.papers));
  v1::SimilarRequest request;
  request.set_paper_id(id);
  return Ask(stub, &RecommendService::Stub::Similar, request);
}

}  // namespace

bool MeasureLists(const ListCallsOptions& options) {
  std::atomic<int> next{0};
  std::atomic<bool> failed{false};
  Times times;
  const auto work = [&](int last, Times* to) {
    const auto channel = Connect(options.target);
    channel->WaitForConnected(gpr_inf_future(GPR_CLOCK_REALTIME));
    const auto stub = RecommendService::NewStub(channel);
    for (int number = next++; number < last && !failed; number = next++) {
      const absl::Time start = absl::Now();
      if (!Call(stub.get(), options, number)) failed = true;
      if (to != nullptr) to->Add(absl::Now() - start);
    }
  };
  work(kWarmUp, nullptr);
  next = kWarmUp;
  const absl::Duration before = ProcessorTime(options.server_pid);
  const absl::Duration own_before = ProcessorTime(getpid());
  const absl::Time start = absl::Now();
  std::vector<std::thread> callers;
  for (int i = 0; i < options.threads; ++i) {
    callers.emplace_back(work, kWarmUp + options.calls, &times);
  }
  for (std::thread& caller : callers) caller.join();
  const absl::Duration took = absl::Now() - start;
  const auto calls = static_cast<double>(times.count());
  std::printf(
      "%s, %d at a time: %s; %.0f/s; callers %.0f us of processor a call",
      options.kind.c_str(), options.threads, times.Summary().c_str(),
      calls / absl::ToDoubleSeconds(took),
      absl::ToDoubleMicroseconds(ProcessorTime(getpid()) - own_before) / calls);
  if (options.server_pid > 0) {
    const absl::Duration spent = ProcessorTime(options.server_pid) - before;
    std::printf("; server %.0f us", absl::ToDoubleMicroseconds(spent) / calls);
  }
  std::printf("\n");
  return !failed;
}

}  // namespace broadsheet::bench
