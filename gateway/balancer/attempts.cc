#include "gateway/balancer/attempts.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/channel.h"
#include "common/grpc_status.h"

namespace broadsheet::gateway {
namespace {

// A recommender lets a call wait for its position for 1 s at most.
constexpr absl::Duration kLongestWait = absl::Milliseconds(1100);

}  // namespace

Attempts::Attempts(const Balance& balance, const CallLimits& limits,
                   const CallContext& caller, Question question, Done done)
    : balance_(balance),
      limits_(limits),
      caller_(std::min(caller.deadline(), absl::Now() + limits.time),
              caller.request_id()),
      question_(std::move(question)),
      done_(std::move(done)) {}

void Attempts::Start(const CallContext& caller) {
  balance_.hedging->Called();
  {
    Lock lock(mu_);
    // An alarm costs two changes of threads: none where there is nobody else.
    if (limits_.hedge && balance_.replicas->size() > 1) {
      const absl::Duration delay =
          question_.positioned ? kLongestWait : balance_.hedging->Delay();
      SetAlarm(&hedge_, absl::Now() + delay, [this] { Hedge(); });
    }
    Try(std::move(lock));
  }
  caller.cancellation().OnCancel([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->GiveUp();
  });
}

void Attempts::Try(Lock lock) {
  std::shared_ptr<Replica> replica = balance_.replicas->Pick(tried_);
  if (replica == nullptr) return Pause(std::move(lock));
  Send(std::move(lock), std::move(replica));
}

void Attempts::Send(Lock lock, std::shared_ptr<Replica> replica) {
  const size_t number = attempts_.size();
  Attempt* attempt = attempts_.emplace_back(std::make_unique<Attempt>()).get();
  attempt->replica = replica;
  attempt->began = absl::Now();
  PrepareCall(caller_, absl::InfiniteDuration(), &attempt->context);
  tried_.push_back(replica);
  ++running_;
  replica->Began();
  lock.unlock();
  replica->Call(
      question_.method, &attempt->context, question_.request,
      &attempt->response,
      [self = shared_from_this(), number](const grpc::Status& status) {
        self->Ended(number, FromGrpc(status));
      });
}

// All replicas have been asked: those that serve are asked again.
void Attempts::Pause(Lock lock) {
  const bool some_serve =
      std::any_of(tried_.begin(), tried_.end(),
                  [](const auto& replica) { return replica->Connected(); });
  const absl::Time until = absl::Now() + PauseBefore(attempts_.size());
  if (!some_serve || until >= caller_.deadline()) return Fail(std::move(lock));
  tried_.clear();
  SetAlarm(&pause_, until, [this] {
    Lock again(mu_);
    if (!finished_) Try(std::move(again));
  });
}

void Attempts::Hedge() {
  Lock lock(mu_);
  if (finished_ || running_ == 0 || attempts_.size() >= kMostAttempts) return;
  std::shared_ptr<Replica> other = balance_.replicas->Pick(tried_);
  if (other == nullptr || !other->Connected()) return;
  if (!balance_.hedging->TryHedge()) return;
  balance_.hedged->Add();
  Send(std::move(lock), std::move(other));
}

void Attempts::GiveUp() {
  Lock lock(mu_);
  if (finished_) return;
  last_ = absl::CancelledError("the caller went away");
  Fail(std::move(lock));
}

void Attempts::Ended(size_t number, absl::Status status) {
  const absl::Time now = absl::Now();
  Lock lock(mu_);
  Attempt& attempt = *attempts_[number];
  // To gRPC a call without an answer may be a success.
  if (status.ok() && !attempt.response.Valid()) {
    status = absl::InternalError("a recommender answered without a message");
  }
  attempt.running = false;
  --running_;
  const absl::Duration took = now - attempt.began;
  attempt.replica->Ended(finished_ ? attempt.if_late : Judge(status, took),
                         now);
  if (finished_) return;
  if (status.ok()) {
    if (number == 0 && !question_.positioned) balance_.hedging->Observe(took);
    // Who was asked earlier and still has no answer is too slow; also with a
    // position, for which none waits as long as the second one was asked after.
    for (size_t i = 0; i < number; ++i) {
      attempts_[i]->if_late = CallOutcome::kFailed;
    }
    return Finish(std::move(lock), std::move(attempt.response));
  }
  last_ = status;
  if (!MayTryElsewhere(status)) return Fail(std::move(lock));
  if (running_ > 0) return;  // Another replica is at work.
  if (attempts_.size() >= kMostAttempts) return Fail(std::move(lock));
  balance_.retried->Add();
  Try(std::move(lock));
}

void Attempts::Fail(Lock lock) {
  const absl::Status error = last_;
  Finish(std::move(lock), error);
}

void Attempts::Finish(Lock lock, absl::StatusOr<grpc::ByteBuffer> answer) {
  finished_ = true;
  std::vector<Attempt*> late;
  for (const auto& attempt : attempts_) {
    if (attempt->running) late.push_back(attempt.get());
  }
  // An alarm keeps its callback, and this with it, for as long as it exists.
  // Destroyed after the lock: that may call back at once.
  const AlarmSlot hedge = std::move(hedge_);
  const AlarmSlot pause = std::move(pause_);
  lock.unlock();
  for (Attempt* attempt : late) attempt->context.TryCancel();
  done_(std::move(answer));
}

void Attempts::SetAlarm(AlarmSlot* slot, absl::Time when,
                        std::function<void()> act) {
  *slot = std::make_unique<grpc::Alarm>();
  (*slot)->Set(absl::ToChronoTime(when),
               [self = shared_from_this(), act = std::move(act)](bool due) {
                 if (due) act();
               });
}

}  // namespace broadsheet::gateway
