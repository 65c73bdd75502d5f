#ifndef BROADSHEET_DIGEST_DOMAIN_PACER_H_
#define BROADSHEET_DIGEST_DOMAIN_PACER_H_

#include <map>
#include <mutex>
#include <string>

#include "absl/time/time.h"

namespace broadsheet::digest {

// How fast mails may go to one domain, and how many at the same time: large
// providers defer who sends faster. Remembers at most 10,000 domains.
// Thread-safe.
class DomainPacer {
 public:
  struct Options {
    // Mails a second from this process; 0: as fast as it goes.
    double rate = 0;
    // At the same time; 0: any number.
    int at_once = 0;
  };
  explicit DomainPacer(Options options) : options_(options) {}

  // Zero: it may be sent now, and End must follow. Else how long to wait first.
  absl::Duration Begin(const std::string& domain, absl::Time now);
  void End(const std::string& domain);

 private:
  struct Domain {
    absl::Time next = absl::InfinitePast();
    int under_way = 0;
  };

  const Options options_;
  std::mutex mu_;
  std::map<std::string, Domain> domains_;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_DOMAIN_PACER_H_
