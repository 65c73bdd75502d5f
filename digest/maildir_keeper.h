#ifndef BROADSHEET_DIGEST_MAILDIR_KEEPER_H_
#define BROADSHEET_DIGEST_MAILDIR_KEEPER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "digest/composer.h"
#include "digest/houses.h"

namespace broadsheet::digest {

// Deletes the mails of a maildir that are older than 14 days, for which storage
// keeps what mails said, and those that the ledger has no more: their address
// or reader was erased. Not thread-safe.
class MaildirKeeper {
 public:
  // Pointers must outlive this.
  MaildirKeeper(std::string path, Houses* houses, const Composer* composer,
                const Clock* clock)
      : path_(std::move(path)),
        houses_(houses),
        composer_(composer),
        clock_(clock) {}

  // Looks at 500 mails; the next call at those that follow. After an error the
  // next call looks at the same ones.
  absl::Status Sweep(const CallContext& call);

 private:
  struct Kept {
    std::string name;
    std::string id;  // The local part of its Message-ID.
  };

  // Of mails to one address, those that the ledger does not know.
  absl::Status DeleteUnknown(const CallContext& call,
                             const std::string& address,
                             const std::vector<Kept>& mails);

  const std::string path_;
  Houses* const houses_;
  const Composer* const composer_;
  const Clock* const clock_;
  std::string looked_at_;  // The last one; empty: from the beginning.
};

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_MAILDIR_KEEPER_H_
