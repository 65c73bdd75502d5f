#ifndef BROADSHEET_DIGEST_SENDER_H_
#define BROADSHEET_DIGEST_SENDER_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/clock.h"
#include "common/logger.h"
#include "common/metrics.h"
#include "digest/composer.h"
#include "digest/dkim.h"
#include "digest/domain_pacer.h"
#include "digest/houses.h"
#include "digest/outgoing.h"

namespace broadsheet::digest {

// Takes mails out of the ledger and sends them, with some threads that each
// have a connection of their own. Each takes a few mails, and tells of those
// before in the same call: what it holds when it dies is all that can be in
// doubt.
class MailSender {
 public:
  struct Options {
    // For digests; one more sends the mails about accounts. 1 to 32.
    int connections = 4;
    // Mails taken together, 1 to 100: at most so many doubts a thread.
    int burst = 8;
    // For how long they are held; longer than `send_limit`.
    absl::Duration lease = absl::Seconds(60);
    // What one mail may take.
    absl::Duration send_limit = absl::Seconds(20);
    absl::Duration idle_pause = absl::Milliseconds(500);
    absl::Duration first_retry = absl::Minutes(1);
    // "host-123"; unique.
    std::string owner;
    // Envelope sender: where bounces go.
    std::string bounce_address;
  };

  // All pointers must outlive this; `signer` may be null. `connect` makes a
  // transport for a thread, `random_id` 24 hexadecimal digits, `random` a
  // number from 0 to 1.
  MailSender(Options options, Houses* houses, const Composer* composer,
             const DkimSigner* signer, DomainPacer* pacer,
             std::function<std::unique_ptr<Transport>()> connect,
             std::function<std::string()> random_id,
             std::function<double()> random, const Clock* clock,
             const Logger& log, Metrics* metrics);
  ~MailSender();

  void Start();
  // Lets the mails that are under way end, and tells of them.
  void Stop();
  // Digests are not taken while it is set.
  void SetPaused(bool paused) { paused_ = paused; }

 private:
  using Results = std::vector<internal::v1::MailResult>;

  void Work(internal::v1::MailKind kind);
  // Tells `results`, which become none when storage has them, and takes mails.
  std::vector<internal::v1::Mail> Exchange(internal::v1::MailKind kind,
                                           int limit, Results* results);
  internal::v1::MailResult Send(const internal::v1::Mail& mail,
                                absl::Time lease_end, Transport* transport);
  SendResult Deliver(const internal::v1::Mail& mail, Transport* transport);
  absl::Duration RetryPause(int tries);
  void Pause(absl::Duration duration);

  const Options options_;
  Houses* const houses_;
  const Composer* const composer_;
  const DkimSigner* const signer_;
  DomainPacer* const pacer_;
  const std::function<std::unique_ptr<Transport>()> connect_;
  const std::function<std::string()> random_id_;
  const std::function<double()> random_;
  const Clock* const clock_;
  const Logger log_;
  std::map<SendResult::Outcome, Metrics::Counter*> counters_;
  Metrics::Counter& doubts_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> paused_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_SENDER_H_
