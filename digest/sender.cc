#include "digest/sender.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/mail_address.h"
#include "digest/mime.h"

namespace broadsheet::digest {
namespace {

namespace pb = internal::v1;
using Outcome = SendResult::Outcome;

constexpr absl::Duration kLongestRetry = absl::Hours(2);
constexpr absl::Duration kStoragePause = absl::Milliseconds(300);
constexpr int kMaxTries = 12;

pb::MailResult::Outcome ToProto(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSent:
      return pb::MailResult::OUTCOME_SENT;
    case Outcome::kLater:
      return pb::MailResult::OUTCOME_LATER;
    case Outcome::kRefused:
      return pb::MailResult::OUTCOME_FAILED;
    case Outcome::kBounced:
      return pb::MailResult::OUTCOME_BOUNCED;
    case Outcome::kInDoubt:
      return pb::MailResult::OUTCOME_IN_DOUBT;
  }
  return pb::MailResult::OUTCOME_LATER;
}

// Servers answer in any bytes; a message must be UTF-8.
std::string Ascii(std::string answer) {
  for (char& c : answer) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return answer;
}

void SetDue(absl::Time at, pb::MailResult* result) {
  const int64_t millis = absl::ToUnixMillis(at);
  result->mutable_due_at()->set_seconds(millis / 1000);
  result->mutable_due_at()->set_nanos(static_cast<int32_t>(millis % 1000) *
                                      1000000);
}

}  // namespace

MailSender::MailSender(Options options, Houses* houses,
                       const Composer* composer, const DkimSigner* signer,
                       DomainPacer* pacer,
                       std::function<std::unique_ptr<Transport>()> connect,
                       std::function<std::string()> random_id,
                       std::function<double()> random, const Clock* clock,
                       const Logger& log, Metrics* metrics)
    : options_(std::move(options)),
      houses_(houses),
      composer_(composer),
      signer_(signer),
      pacer_(pacer),
      connect_(std::move(connect)),
      random_id_(std::move(random_id)),
      random_(std::move(random)),
      clock_(clock),
      log_(log),
      doubts_(metrics->MakeCounter(
          "digest_doubts_total",
          "Mails taken over whose sender did not say what became of them")) {
  for (const auto& [outcome, name] :
       {std::pair{Outcome::kSent, "sent"}, std::pair{Outcome::kLater, "later"},
        std::pair{Outcome::kRefused, "refused"},
        std::pair{Outcome::kBounced, "bounced"},
        std::pair{Outcome::kInDoubt, "in_doubt"}}) {
    counters_[outcome] = &metrics->MakeCounter(
        "digest_mails_total", "Tries to send a mail", {{"outcome", name}});
  }
}

MailSender::~MailSender() { Stop(); }

void MailSender::Start() {
  threads_.emplace_back([this] { Work(pb::MAIL_KIND_TRANSACTIONAL); });
  for (int i = 0; i < options_.connections; ++i) {
    threads_.emplace_back([this] { Work(pb::MAIL_KIND_DIGEST); });
  }
}

void MailSender::Stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void MailSender::Pause(absl::Duration duration) {
  const absl::Time until = absl::Now() + duration;
  while (!stopping_ && absl::Now() < until) {
    absl::SleepFor(std::min(until - absl::Now(), absl::Milliseconds(100)));
  }
}

void MailSender::Work(pb::MailKind kind) {
  const std::unique_ptr<Transport> transport = connect_();
  Results results;
  while (!stopping_) {
    const bool rest = paused_ && kind == pb::MAIL_KIND_DIGEST;
    const absl::Time lease_end = clock_->Now() + options_.lease;
    const auto mails = Exchange(kind, rest ? 0 : options_.burst, &results);
    if (mails.empty()) Pause(options_.idle_pause);
    for (const pb::Mail& mail : mails) {
      results.push_back(Send(mail, lease_end, transport.get()));
    }
  }
  // What was sent must be told, if it can.
  for (int tries = 0; !results.empty() && tries < 10; ++tries) {
    Exchange(kind, 0, &results);
    if (!results.empty()) absl::SleepFor(kStoragePause);
  }
}

std::vector<pb::Mail> MailSender::Exchange(pb::MailKind kind, int limit,
                                           Results* results) {
  if (limit == 0 && results->empty()) return {};
  pb::ExchangeMailsRequest request;
  request.mutable_results()->Assign(results->begin(), results->end());
  request.set_limit(limit);
  request.set_kind(kind);
  request.mutable_lease()->set_seconds(absl::ToInt64Seconds(options_.lease));
  request.set_owner(options_.owner);
  request.set_from(random_id_());
  if (kind == pb::MAIL_KIND_TRANSACTIONAL) request.clear_from();
  const CallContext call(absl::Now() + absl::Seconds(10));
  auto response = houses_->ExchangeMails(call, request);
  if (response.ok()) results->clear();
  if (response.ok() && response->mails().empty() && !request.from().empty() &&
      limit > 0) {
    request.clear_results();
    request.clear_from();
    response = houses_->ExchangeMails(call, request);
  }
  if (!response.ok()) {
    log_.Warning("storage does not answer",
                 {{"error", std::string(response.status().message())}});
    Pause(kStoragePause);
    return {};
  }
  return {response->mails().begin(), response->mails().end()};
}

pb::MailResult MailSender::Send(const pb::Mail& mail, absl::Time lease_end,
                                Transport* transport) {
  pb::MailResult result;
  result.set_subscription_id(mail.subscription_id());
  result.set_issue(mail.issue());
  result.set_fence(mail.fence());
  result.set_outcome(pb::MailResult::OUTCOME_UNTRIED);
  const absl::Time now = clock_->Now();
  SetDue(now, &result);
  // Others may take it soon: they would send it at the same time.
  if (stopping_ || now + options_.send_limit > lease_end) return result;
  const std::string domain(MailDomain(mail.address()));
  const absl::Duration wait = pacer_->Begin(domain, now);
  if (wait > absl::ZeroDuration()) {
    SetDue(now + wait, &result);
    return result;
  }
  if (mail.doubts() > 0) doubts_.Add();
  SendResult sent = Deliver(mail, transport);
  pacer_->End(domain);
  if (sent.outcome == Outcome::kLater && mail.tries() + 1 >= kMaxTries) {
    sent.outcome = Outcome::kRefused;
  }
  counters_.at(sent.outcome)->Add();
  result.set_outcome(ToProto(sent.outcome));
  result.set_answer(Ascii(sent.answer.substr(0, 500)));
  SetDue(now + RetryPause(mail.tries()), &result);
  return result;
}

SendResult MailSender::Deliver(const pb::Mail& mail, Transport* transport) {
  const auto outgoing = composer_->Compose(mail);
  if (!outgoing.ok()) {
    return {Outcome::kRefused, std::string(outgoing.status().message())};
  }
  std::string message = WriteMessage(*outgoing);
  if (signer_ != nullptr) {
    auto with = signer_->Sign(message);
    if (!with.ok()) {
      return {Outcome::kLater, std::string(with.status().message())};
    }
    message = *std::move(with);
  }
  return transport->Send(options_.bounce_address, outgoing->to,
                         outgoing->message_id, message);
}

absl::Duration MailSender::RetryPause(int tries) {
  const absl::Duration pause =
      options_.first_retry * static_cast<double>(1 << std::min(tries, 10));
  return std::min(pause, kLongestRetry) * (0.75 + 0.5 * random_());
}

}  // namespace broadsheet::digest
