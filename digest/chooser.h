#ifndef BROADSHEET_DIGEST_CHOOSER_H_
#define BROADSHEET_DIGEST_CHOOSER_H_

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/mail.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "common/logger.h"
#include "digest/houses.h"

namespace broadsheet::digest {

// Chooses the papers of an issue. Candidates come from what is trending in the
// subscription's edition and categories, from searches for its keywords and
// authors (papers that are at most 14 days old), and for personal mails from
// the feed; they take turns. Papers that an earlier mail brought, and those
// that the reader has seen, voted for, saved, disliked or hidden, are left out.
// Answers that many subscriptions share are kept for a minute, at most 256 of
// them. Thread-safe.
class Chooser {
 public:
  // Both must outlive this.
  Chooser(Houses* houses, const Clock* clock, const Logger& log)
      : houses_(houses), clock_(clock), log_(log) {}

  // One content for each subscription, in order; without papers where there is
  // nothing new. What a subscription alone names and recommend refuses, such as
  // an edition that is gone, brings nothing, and the log tells. An error means
  // that nothing can be chosen now.
  absl::StatusOr<std::vector<internal::v1::IssueContent>> Choose(
      const CallContext& call,
      const std::vector<v1::Subscription>& subscriptions);
  // The same for one, where somebody waits to see it: what is refused is told.
  absl::StatusOr<internal::v1::IssueContent> Preview(
      const CallContext& call, const v1::Subscription& subscription);

 private:
  enum class Refusals { kLeaveOut, kTell };
  struct Choice {
    std::vector<v1::ListedPaper> candidates;
    std::vector<v1::ListedPaper> trending;
  };
  using Papers = std::vector<v1::ListedPaper>;

  absl::StatusOr<internal::v1::IssueContent> ChooseOne(
      const CallContext& call, const v1::Subscription& subscription,
      Refusals refusals);
  absl::StatusOr<Choice> Gather(const CallContext& call,
                                const v1::Subscription& subscription,
                                Refusals refusals);
  // What the searches for keywords and authors find, a list for each.
  absl::StatusOr<std::vector<Papers>> Topics(
      const CallContext& call, const v1::Subscription& subscription,
      Refusals refusals);
  // None instead of a refusal, where those are left out.
  absl::StatusOr<Papers> Accept(absl::StatusOr<Papers> papers,
                                const std::string& source,
                                const v1::Subscription& subscription,
                                Refusals refusals) const;
  absl::StatusOr<Papers> TrendingOf(const CallContext& call,
                                    const v1::DigestSettings& settings);
  absl::StatusOr<Papers> FoundBy(const CallContext& call,
                                 const std::string& query,
                                 const v1::DigestSettings& settings);
  absl::StatusOr<Papers> FeedOf(const CallContext& call,
                                const v1::Subscription& subscription);
  // Takes out what the reader knows.
  absl::Status DropKnown(const CallContext& call,
                         const v1::Subscription& subscription, Choice* choice);
  bool IsFresh(const v1::Paper& paper) const;

  bool Recall(const std::string& key, Papers* papers);
  void Keep(const std::string& key, const Papers& papers);

  struct Kept {
    absl::Time until;
    Papers papers;
  };
  Houses* const houses_;
  const Clock* const clock_;
  const Logger log_;
  std::mutex mu_;
  std::map<std::string, Kept> kept_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_CHOOSER_H_
