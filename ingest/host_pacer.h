#ifndef BROADSHEET_INGEST_HOST_PACER_H_
#define BROADSHEET_INGEST_HOST_PACER_H_

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "ingest/retrier.h"

namespace broadsheet::ingest {

// Keeps requests to one server apart, over all harvests of the process: arXiv
// allows one request every three seconds and one connection at a time, over
// all its hosts together (info.arxiv.org/help/api/tou.html). Thread-safe.
class HostPacer {
 public:
  // While it lives, nobody else asks that server.
  class Turn {
   public:
    Turn(HostPacer* pacer, std::string server)
        : pacer_(pacer), server_(std::move(server)) {}
    Turn(Turn&& other) noexcept
        : pacer_(std::exchange(other.pacer_, nullptr)),
          server_(std::move(other.server_)) {}
    ~Turn() {
      if (pacer_ != nullptr) pacer_->End(server_);
    }
    Turn& operator=(Turn&&) = delete;

   private:
    HostPacer* pacer_;
    std::string server_;
  };

  // `clock` must outlive this.
  HostPacer(absl::Duration interval, const Clock* clock, Timing timing);

  // Waits for this caller's turn; the error of `call` when that is over first.
  // Turns come in no certain order.
  absl::StatusOr<Turn> Wait(const CallContext& call, const std::string& host);
  // The server asks everybody to stay away for so long.
  void Hold(const std::string& host, absl::Duration wait);

 private:
  struct Server {
    bool busy = false;
    absl::Time next;
  };

  void End(const std::string& server);
  // How long to wait before asking again; nothing: it is this caller's turn.
  absl::Duration TakeTurn(const std::string& server);

  const absl::Duration interval_;
  const Clock* clock_;
  const Timing timing_;

  std::mutex mu_;
  std::map<std::string, Server> servers_;  // GUARDED_BY(mu_)
};

// "arxiv.org" for its hosts ("rss.arxiv.org"); other hosts stand for
// themselves. `host` in small letters.
std::string ServerOf(const std::string& host);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HOST_PACER_H_
