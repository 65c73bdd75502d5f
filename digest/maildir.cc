#include "digest/maildir.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"

namespace broadsheet::digest {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxListed = 100;
constexpr size_t kMaxShown = 1 << 20;
constexpr size_t kMaxHead = 16 << 10;

std::string NameOf(const std::string& message_id) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof(hash),
                     reinterpret_cast<const unsigned char*>(message_id.data()),
                     message_id.size(), nullptr, 0);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<char*>(hash), sizeof(hash)));
}

// All of it on disk.
bool WriteDurably(const std::string& path, const std::string& content) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t bytes =
        write(file, content.data() + done, content.size() - done);
    if (bytes <= 0) break;
    done += static_cast<size_t>(bytes);
  }
  const bool whole = done == content.size() && fsync(file) == 0;
  return close(file) == 0 && whole;
}

class MaildirTransport final : public Transport {
 public:
  explicit MaildirTransport(std::string path) : path_(std::move(path)) {}

  SendResult Send(const std::string&, const std::string&,
                  const std::string& message_id,
                  const std::string& mail) override {
    const std::string name = NameOf(message_id);
    const std::string made = absl::StrCat(path_, "/tmp/", name, ".", getpid(),
                                          ".", absl::ToUnixNanos(absl::Now()));
    if (!WriteDurably(made, mail)) return Later();
    const std::string kept = absl::StrCat(path_, "/new/", name);
    const bool linked = link(made.c_str(), kept.c_str()) == 0;
    const int why = errno;
    unlink(made.c_str());
    if (linked || why == EEXIST) return {SendResult::Outcome::kSent, "kept"};
    errno = why;
    return Later();
  }

 private:
  static SendResult Later() {
    return {SendResult::Outcome::kLater, std::strerror(errno)};
  }

  const std::string path_;
};

std::string ReadHead(const fs::path& path, size_t limit) {
  std::ifstream file(path, std::ios::binary);
  std::string head(limit, '\0');
  file.read(head.data(), static_cast<std::streamsize>(limit));
  head.resize(static_cast<size_t>(file.gcount()));
  return head;
}

// As written: encoded words stay so.
std::string HeaderOf(const std::string& head, absl::string_view name) {
  const size_t at = head.find(absl::StrCat("\r\n", name, ": "));
  if (at == std::string::npos) return "";
  const size_t begin = at + name.size() + 4;
  std::string value = head.substr(begin, head.find("\r\n", begin) - begin);
  return value;
}

}  // namespace

absl::Status MakeMaildir(const std::string& path) {
  for (const char* part : {"new", "cur", "tmp"}) {
    std::error_code failed;
    fs::create_directories(fs::path(path) / part, failed);
    if (!failed) continue;
    return InvalidField(
        "--maildir",
        absl::StrCat(path, ": cannot be made: ", failed.message()));
  }
  return absl::OkStatus();
}

std::unique_ptr<Transport> MakeMaildirTransport(const std::string& path) {
  return std::make_unique<MaildirTransport>(path);
}

bool IsKeptName(const std::string& name) {
  return name.size() == 32 && std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c));
         });
}

absl::StatusOr<std::vector<v1::KeptMail>> ListMaildir(const std::string& path) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(path + "/new", failed)) {
    files.emplace_back(entry.last_write_time(failed), entry.path());
  }
  if (failed) {
    return MakeError(absl::StatusCode::kInternal, "NO_MAILDIR",
                     absl::StrCat(path, ": ", failed.message()));
  }
  std::sort(files.rbegin(), files.rend());
  files.resize(std::min(files.size(), kMaxListed));
  std::vector<v1::KeptMail> mails;
  for (const auto& [time, file] : files) {
    const std::string head = ReadHead(file, kMaxHead);
    v1::KeptMail& mail = mails.emplace_back();
    mail.set_name(file.filename().string());
    mail.set_to(HeaderOf(head, "To"));
    mail.set_subject(HeaderOf(head, "Subject"));
    const auto bytes = fs::file_size(file, failed);
    mail.set_bytes(failed ? 0 : static_cast<int64_t>(bytes));
  }
  return mails;
}

absl::StatusOr<std::string> ReadMaildir(const std::string& path,
                                        const std::string& name) {
  const fs::path file = fs::path(path) / "new" / name;
  std::error_code failed;
  if (!IsKeptName(name) || !fs::is_regular_file(file, failed)) {
    return MakeError(absl::StatusCode::kNotFound, "MAIL_UNKNOWN",
                     "there is no such mail");
  }
  return ReadHead(file, kMaxShown);
}

}  // namespace broadsheet::digest
