#include "digest/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/errors.h"

namespace broadsheet::digest {
namespace {

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class SmtpTransport final : public Transport {
 public:
  explicit SmtpTransport(SmtpOptions options)
      : options_(std::move(options)), curl_(curl_easy_init()) {
    Configure();
  }

  SendResult Send(const std::string& from, const std::string& to,
                  const std::string& message_id,
                  const std::string& mail) override {
    static_cast<void>(message_id);
    mail_ = mail;
    sent_ = 0;
    answer_.clear();
    command_.clear();
    parting_ = false;
    std::unique_ptr<curl_slist, ListDeleter> recipients(
        curl_slist_append(nullptr, absl::StrCat("<", to, ">").c_str()));
    const std::string sender = absl::StrCat("<", from, ">");
    Set(CURLOPT_MAIL_FROM, sender.c_str());
    Set(CURLOPT_MAIL_RCPT, recipients.get());
    Set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail_.size()));
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code == CURLE_OK) return {SendResult::Outcome::kSent, answer_};
    return Failure(code);
  }

 private:
  template <class Value>
  void Set(CURLoption option, Value value) {
    curl_easy_setopt(curl_.get(), option, value);
  }

  void Configure() {
    Set(CURLOPT_URL, absl::StrCat(options_.url, "/", options_.helo).c_str());
    Set(CURLOPT_PROXY, "");
    Set(CURLOPT_NOSIGNAL, 1L);
    Set(CURLOPT_UPLOAD, 1L);
    Set(CURLOPT_USE_SSL,
        static_cast<long>(options_.require_tls ? CURLUSESSL_ALL
                                               : CURLUSESSL_TRY));
    if (!options_.ca_file.empty()) {
      Set(CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    // Who does not insist on TLS gets it unproven, against listeners only.
    if (!options_.require_tls) {
      Set(CURLOPT_SSL_VERIFYPEER, 0L);
      Set(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (!options_.user.empty()) {
      Set(CURLOPT_USERNAME, options_.user.c_str());
      Set(CURLOPT_PASSWORD, options_.password.c_str());
    }
    const long timeout = absl::ToInt64Milliseconds(options_.timeout);
    Set(CURLOPT_TIMEOUT_MS, timeout);
    Set(CURLOPT_CONNECTTIMEOUT_MS, std::min(timeout, 10000L));
    Set(CURLOPT_READFUNCTION, &SmtpTransport::OnRead);
    Set(CURLOPT_READDATA, this);
    // Its notes tell which command the server answered how.
    Set(CURLOPT_VERBOSE, 1L);
    Set(CURLOPT_DEBUGFUNCTION, &SmtpTransport::OnNote);
    Set(CURLOPT_DEBUGDATA, this);
  }

  static size_t OnRead(char* to, size_t size, size_t count, void* self) {
    auto* me = static_cast<SmtpTransport*>(self);
    const size_t left = me->mail_.size() - me->sent_;
    const size_t bytes = std::min(size * count, left);
    std::memcpy(to, me->mail_.data() + me->sent_, bytes);
    me->sent_ += bytes;
    return bytes;
  }

  static int OnNote(CURL*, curl_infotype type, char* data, size_t size,
                    void* self) {
    auto* me = static_cast<SmtpTransport*>(self);
    const std::string_view line(data, std::min<size_t>(size, 500));
    // Parting words come after what matters.
    me->parting_ |= type == CURLINFO_HEADER_OUT && line.starts_with("QUIT");
    if (me->parting_) return 0;
    if (type == CURLINFO_HEADER_OUT) {
      me->command_ = line.substr(0, 4);
    } else if (type == CURLINFO_HEADER_IN) {
      me->answer_ = line.substr(0, line.find_first_of("\r\n"));
    }
    return 0;
  }

  // What the failure means for this mail. Only an answer to the recipient is
  // about the address; no answer to a whole mail leaves it open whether the
  // server has it.
  SendResult Failure(CURLcode code) const {
    long reply = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &reply);
    const bool whole = sent_ > 0 && sent_ == mail_.size();
    const bool lost =
        code == CURLE_OPERATION_TIMEDOUT || code == CURLE_RECV_ERROR ||
        code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING ||
        code == CURLE_COULDNT_CONNECT || code == CURLE_WEIRD_SERVER_REPLY;
    const bool refused = absl::StartsWith(answer_, "5");
    const std::string text = absl::StrCat(answer_.empty() || (lost && !refused)
                                              ? curl_easy_strerror(code)
                                              : answer_.c_str());
    if (refused && command_ == "RCPT") {
      return {SendResult::Outcome::kBounced, text};
    }
    if (refused && whole) return {SendResult::Outcome::kRefused, text};
    if (whole && reply < 400) return {SendResult::Outcome::kInDoubt, text};
    return {SendResult::Outcome::kLater, text};
  }

  const SmtpOptions options_;
  std::unique_ptr<CURL, CurlDeleter> curl_;
  std::string mail_;
  size_t sent_ = 0;
  std::string command_;
  std::string answer_;
  bool parting_ = false;
};

}  // namespace

absl::Status CheckSmtp(const SmtpOptions& options) {
  if (!absl::StartsWith(options.url, "smtp://") &&
      !absl::StartsWith(options.url, "smtps://")) {
    return InvalidField("--smtp", "does not begin with smtp:// or smtps://");
  }
  if (options.timeout < absl::Seconds(1) ||
      options.timeout > absl::Minutes(5)) {
    return InvalidField("--smtp-timeout", "is not between 1s and 5m");
  }
  return absl::OkStatus();
}

std::unique_ptr<Transport> MakeSmtpTransport(const SmtpOptions& options) {
  return std::make_unique<SmtpTransport>(options);
}

}  // namespace broadsheet::digest
