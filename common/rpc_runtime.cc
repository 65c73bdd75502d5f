#include "common/rpc_runtime.h"

#include <array>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"

namespace broadsheet {
namespace {

constexpr int kCodes = 17;  // absl::StatusCode 0 to 16.

}  // namespace

// Counters of one method. Those of the codes are made when first seen, so that
// a scrape shows only what happened.
struct RpcRuntime::Method {
  Method(Metrics* registry, const std::string& method_name)
      : name(method_name),
        metrics(registry),
        running(registry->MakeGauge("rpc_running", "Calls being answered",
                                    {{"method", method_name}})),
        seconds(registry->MakeHistogram("rpc_seconds", "Time to answer",
                                        {{"method", method_name}})) {}

  Metrics::Counter& Ended(absl::StatusCode code) {
    const size_t at = static_cast<size_t>(code) % kCodes;
    std::call_once(once[at], [&] {
      by_code[at] = &metrics->MakeCounter(
          "rpc_total", "Calls answered",
          {{"method", name}, {"code", absl::StatusCodeToString(code)}});
    });
    return *by_code[at];
  }

  const std::string name;
  Metrics* metrics;
  Metrics::Gauge& running;
  Metrics::Histogram& seconds;
  std::array<std::once_flag, kCodes> once;
  std::array<Metrics::Counter*, kCodes> by_code = {};
};

RpcRuntime::RpcRuntime(const Options& options, const Logger* log,
                       Metrics* metrics)
    : options_(options),
      log_(log),
      metrics_(metrics),
      streams_gauge_(metrics->MakeGauge("rpc_streams", "Open streams")),
      executor_(options.workers, options.queue_limit) {}

RpcRuntime::~RpcRuntime() { Stop(); }

bool RpcRuntime::Submit(std::function<void()> work) {
  return executor_.TrySubmit(std::move(work));
}

bool RpcRuntime::SubmitStream(std::function<void()> work) {
  {
    std::lock_guard<std::mutex> lock(streams_mu_);
    if (stopping_ || streams_ >= options_.stream_limit) return false;
    ++streams_;
  }
  streams_gauge_.Add(1);
  std::thread([this, work = std::move(work)] {
    work();
    streams_gauge_.Add(-1);
    // Notified under the lock: Stop must not return, and this must not die,
    // between the count and the notification.
    std::lock_guard<std::mutex> lock(streams_mu_);
    --streams_;
    streams_ended_.notify_all();
  }).detach();
  return true;
}

void RpcRuntime::Stop() {
  {
    std::unique_lock<std::mutex> lock(streams_mu_);
    stopping_ = true;
    streams_ended_.wait(lock, [this] { return streams_ == 0; });
  }
  executor_.Stop();
}

RpcRuntime::Method& RpcRuntime::Find(const char* method) {
  {
    std::shared_lock<std::shared_mutex> lock(methods_mu_);
    auto found = methods_.find(method);
    if (found != methods_.end()) return *found->second;
  }
  std::unique_lock<std::shared_mutex> lock(methods_mu_);
  auto& slot = methods_[method];
  if (slot == nullptr) slot = std::make_unique<Method>(metrics_, method);
  return *slot;
}

void RpcRuntime::Started(const char* method) { Find(method).running.Add(1); }

void RpcRuntime::Ended(const char* method, const CallContext& call,
                       bool streaming, const absl::Status& status,
                       absl::Duration took) {
  Method& counters = Find(method);
  counters.running.Add(-1);
  counters.seconds.Observe(took);
  counters.Ended(status.code()).Add();
  const bool broken = absl::IsInternal(status) || absl::IsUnknown(status) ||
                      absl::IsDataLoss(status);
  if (!broken && (streaming || took < options_.slow)) return;
  const std::string ms = absl::StrCat(absl::ToInt64Milliseconds(took));
  const Logger::Fields fields = {
      {"method", method},
      {"request_id", call.request_id()},
      {"code", absl::StatusCodeToString(status.code())},
      {"error", std::string(status.message())},
      {"ms", ms}};
  if (broken) {
    log_->Error("call failed", fields);
  } else {
    log_->Info("slow call", fields);
  }
}

}  // namespace broadsheet
