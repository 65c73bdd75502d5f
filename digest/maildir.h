#ifndef BROADSHEET_DIGEST_MAILDIR_H_
#define BROADSHEET_DIGEST_MAILDIR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "broadsheet/v1/digest_service.pb.h"
#include "digest/outgoing.h"

namespace broadsheet::digest {

// Makes the folders of a maildir at `path` (new, cur, tmp) where they are not.
absl::Status MakeMaildir(const std::string& path);

// Puts mails into a maildir. A mail's file is named after its Message-ID, and
// appears whole or not at all, on disk: a mail that is sent again is there
// already.
std::unique_ptr<Transport> MakeMaildirTransport(const std::string& path);

// Whether a file of that name is one of those: the maildir may be somebody's,
// who has other mails in it.
bool IsKeptName(const std::string& name);

// The newest 100 mails in it.
absl::StatusOr<std::vector<v1::KeptMail>> ListMaildir(const std::string& path);
// NOT_FOUND (reason MAIL_UNKNOWN) when there is no mail of that name.
absl::StatusOr<std::string> ReadMaildir(const std::string& path,
                                        const std::string& name);

}  // namespace broadsheet::digest

#endif  // BROADSHEET_DIGEST_MAILDIR_H_
