#ifndef BROADSHEET_GATEWAY_MISSING_PAPERS_H_
#define BROADSHEET_GATEWAY_MISSING_PAPERS_H_

#include <future>
#include <map>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "gateway/backend.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {

// Has papers fetched that somebody names and the newspaper does not have yet.
// Who asks for a paper that is being fetched waits for the same answer. What
// arXiv does not have is not asked for again for 10 minutes. Thread-safe.
class MissingPapers {
 public:
  // Both must outlive this.
  MissingPapers(Backend* backend, const Clock* clock)
      : backend_(backend), clock_(clock) {}

  // Blocks for seconds; OK: the paper is here now, and the answer of `call`
  // tells from which position on. NOT_FOUND (reason PAPER_UNKNOWN): it is no
  // paper of arXiv's. INVALID_ARGUMENT names `paper_id` and the rule that the
  // record breaks. UNAVAILABLE: it does not come now (reason SOURCE_DOWN), or
  // this reader or others wait already (reason TOO_MANY_FETCHES).
  absl::Status Fetch(CallContext& call, const Identity& who,
                     const std::string& paper_id);

 private:
  using Answer = absl::StatusOr<v1::FetchPaperResponse>;
  struct Fetching {
    std::string reader;
    std::shared_future<Answer> answer;
  };

  // The answer that somebody else waits for already, or a future without one:
  // then it is this caller's to fetch, and `promise` is what others wait for.
  absl::StatusOr<std::shared_future<Answer>> Enter(
      const std::string& reader, const std::string& paper_id,
      std::promise<Answer>* promise);
  void Leave();
  Answer Ask(const CallContext& call, const std::string& paper_id,
             std::promise<Answer>* promise);
  bool IsMiss(const std::string& paper_id);

  Backend* const backend_;
  const Clock* const clock_;
  std::mutex mu_;
  int waiting_ = 0;                           // GUARDED_BY(mu_)
  std::map<std::string, Fetching> fetching_;  // GUARDED_BY(mu_)
  std::map<std::string, absl::Time> misses_;  // Until when; GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_MISSING_PAPERS_H_
