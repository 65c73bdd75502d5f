#ifndef BROADSHEET_DIGEST_DESK_H_
#define BROADSHEET_DIGEST_DESK_H_

#include <functional>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/v1/digest_service.pb.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "digest/chooser.h"
#include "digest/composer.h"
#include "digest/houses.h"
#include "digest/links.h"
#include "digest/planner.h"

namespace broadsheet::digest {

// What DigestService does, free of gRPC. Thread-safe.
class Desk {
 public:
  struct Options {
    absl::TimeZone zone;
    // Empty: mails go to an SMTP server.
    std::string maildir;
    // Subscriptions asked for a second, with bursts of ten times as many.
    double subscribe_rate = 5;
  };
  // Makes that many random bytes.
  using RandomBytes = std::function<std::string(size_t)>;

  // All must outlive this.
  Desk(Options options, Houses* houses, const Links* links,
       const Composer* composer, Chooser* chooser, Planner* planner,
       const Clock* clock, RandomBytes random)
      : options_(std::move(options)),
        houses_(houses),
        links_(links),
        composer_(composer),
        chooser_(chooser),
        planner_(planner),
        clock_(clock),
        random_(std::move(random)),
        allowed_(10 * options_.subscribe_rate) {}

#define BROADSHEET_DIGEST_METHODS(METHOD) \
  METHOD(Subscribe)                       \
  METHOD(ConfirmSubscription)             \
  METHOD(GetMailLink)                     \
  METHOD(FollowMailLink)                  \
  METHOD(ChangeSubscription)              \
  METHOD(SendDue)                         \
  METHOD(Preview)                         \
  METHOD(PauseDigests)                    \
  METHOD(ListIssues)                      \
  METHOD(ListMails)                       \
  METHOD(ResendMail)                      \
  METHOD(SuppressAddress)                 \
  METHOD(ExportAddress)                   \
  METHOD(EraseAddress)                    \
  METHOD(ListKeptMails)
#define BROADSHEET_DECLARE(name)                                   \
  absl::StatusOr<v1::name##Response> name(const CallContext& call, \
                                          const v1::name##Request& request);
  BROADSHEET_DIGEST_METHODS(BROADSHEET_DECLARE)
#undef BROADSHEET_DECLARE

 private:
  bool MaySubscribe();
  std::string ManageToken(const v1::Subscription& subscription) const;
  absl::StatusOr<v1::Subscription> Read(const CallContext& call,
                                        const std::string& id);
  // Reads, changes and writes back; again when somebody else was faster.
  absl::StatusOr<v1::Subscription> Change(
      const CallContext& call, const internal::v1::SealedLink& link,
      const std::function<void(v1::Subscription*)>& change);
  absl::Status Record(const CallContext& call,
                      const internal::v1::SealedLink& link, v1::EventKind kind);
  absl::Status Click(const CallContext& call,
                     const internal::v1::SealedLink& link);
  absl::StatusOr<std::string> View(const CallContext& call,
                                   const internal::v1::SealedLink& link);

  const Options options_;
  Houses* const houses_;
  const Links* const links_;
  const Composer* const composer_;
  Chooser* const chooser_;
  Planner* const planner_;
  const Clock* const clock_;
  const RandomBytes random_;
  std::mutex mu_;
  double allowed_;                             // GUARDED_BY(mu_)
  absl::Time counted_ = absl::InfinitePast();  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_DESK_H_
