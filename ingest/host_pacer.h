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
#include "common/retrier.h"

namespace broadsheet::ingest {

// Turns that processes take together. Thread-safe.
class SharedTurns {
 public:
  virtual ~SharedTurns() = default;
  // ABORTED: another process has the turn, or it is not long enough ago.
  virtual absl::Status Begin(const CallContext& call,
                             const std::string& server) = 0;
  // Ends it. No process has the next one before `wait` has passed, 10 minutes
  // at most, provided that this can be told within some seconds. Also to be
  // called after the end, for a longer wait.
  virtual void End(const std::string& server, absl::Duration wait) = 0;
};

// Keeps requests to one server apart, over all harvests of the process: arXiv
// allows one request every three seconds and one connection at a time, over
// all its hosts together (info.arxiv.org/help/api/tou.html). With shared turns
// over those of all processes. Thread-safe.
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

  // `clock` and `shared` must outlive this; null: this process is alone.
  HostPacer(absl::Duration interval, const Clock* clock, Timing timing,
            SharedTurns* shared = nullptr);

  // Waits for this caller's turn; the error of `call` when that is over first,
  // or that of shared turns. While some are in haste, every other turn of this
  // process is kept for them; the rest come in no certain order.
  absl::StatusOr<Turn> Wait(const CallContext& call, const std::string& host,
                            bool hasty = false);
  // The server asks everybody to stay away for so long.
  void Hold(const std::string& host, absl::Duration wait);

 private:
  struct Server {
    bool busy = false;
    bool telling = false;  // The end is one for all processes.
    absl::Time next;
  };

  struct Haste {
    int waiting = 0;
    bool had_last = false;  // The last turn was one of theirs.
  };

  absl::StatusOr<Turn> WaitInLine(const CallContext& call,
                                  const std::string& server, bool hasty);
  // Other turns begin when all processes know.
  void End(const std::string& server);
  absl::Status BeginShared(const CallContext& call, const std::string& server);
  // How long to wait before asking again; nothing: it is this caller's turn.
  absl::Duration TakeTurn(const std::string& server, bool hasty);

  const absl::Duration interval_;
  const Clock* clock_;
  const Timing timing_;
  SharedTurns* const shared_;

  std::mutex mu_;
  std::map<std::string, Server> servers_;  // GUARDED_BY(mu_)
  // By server, while somebody is in haste there.
  std::map<std::string, Haste> hasty_;  // GUARDED_BY(mu_)
};

// "arxiv.org" for its hosts ("rss.arxiv.org"); other hosts stand for
// themselves. `host` in small letters.
std::string ServerOf(const std::string& host);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HOST_PACER_H_
