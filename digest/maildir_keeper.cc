#include "digest/maildir_keeper.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "digest/maildir.h"
#include "digest/mime.h"

namespace broadsheet::digest {
namespace {

namespace fs = std::filesystem;
namespace pb = internal::v1;

constexpr absl::Duration kKeptFor = absl::Hours(24 * 14);
// What was being written for so long belonged to a process that was killed.
constexpr absl::Duration kWrittenFor = absl::Hours(1);
constexpr size_t kLookedAt = 500;
constexpr int kLedgerPage = 1000;

// Of the files that digest wrote; those that it has not finished
// have more behind a dot.
std::vector<std::string> NamesIn(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    std::string name = entry.path().filename().string();
    if (IsKeptName(name.substr(0, name.find('.')))) {
      names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

void DeleteWhenOlder(const fs::path& file, absl::Time than) {
  struct stat facts;
  if (stat(file.c_str(), &facts) != 0) return;
  if (absl::TimeFromTimespec(facts.st_mtim) >= than) return;
  std::error_code ignored;
  fs::remove(file, ignored);
}

// Of a Message-ID, what stays when the newspaper has another domain.
std::string LocalPart(const std::string& message_id) {
  return message_id.substr(0, message_id.find('@'));
}

}  // namespace

absl::Status MaildirKeeper::Sweep(const CallContext& call) {
  const absl::Time now = clock_->Now();
  const fs::path folder = fs::path(path_) / "new";
  for (const std::string& name : NamesIn(fs::path(path_) / "tmp")) {
    DeleteWhenOlder(fs::path(path_) / "tmp" / name, now - kWrittenFor);
  }
  std::vector<std::string> names = NamesIn(folder);
  names.erase(names.begin(),
              std::upper_bound(names.begin(), names.end(), looked_at_));
  const bool more = names.size() > kLookedAt;
  if (more) names.resize(kLookedAt);
  std::map<std::string, std::vector<Kept>> by_address;
  for (const std::string& name : names) {
    DeleteWhenOlder(folder / name, now - kKeptFor);
    const auto content = ReadMaildir(path_, name);
    if (!content.ok()) continue;
    const MessageHead head = HeadOf(*content);
    if (head.to.empty() || head.message_id.empty()) continue;
    by_address[head.to].push_back({name, LocalPart(head.message_id)});
  }
  for (const auto& [address, mails] : by_address) {
    absl::Status done = DeleteUnknown(call, address, mails);
    if (!done.ok()) return done;
  }
  looked_at_ = more ? names.back() : "";
  return absl::OkStatus();
}

absl::Status MaildirKeeper::DeleteUnknown(const CallContext& call,
                                          const std::string& address,
                                          const std::vector<Kept>& mails) {
  std::set<std::string> known;
  pb::ListMailsRequest request;
  request.set_address(address);
  request.set_page_size(kLedgerPage);
  do {
    const auto page = houses_->ListMails(call, request);
    if (!page.ok()) return page.status();
    for (const v1::MailSummary& mail : page->mails()) {
      known.insert(LocalPart(
          composer_->MessageId(mail.subscription_id(), mail.issue())));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  for (const Kept& mail : mails) {
    if (known.count(mail.id) > 0) continue;
    std::error_code ignored;
    fs::remove(fs::path(path_) / "new" / mail.name, ignored);
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::digest
