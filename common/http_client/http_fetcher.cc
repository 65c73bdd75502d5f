#include "common/http_client/http_fetcher.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/sizes.h"

namespace broadsheet {
namespace {

constexpr long kMaxRedirects = 5;
constexpr size_t kMaxHeaderBytes = 1000;

// A header that is kept.
struct KeptHeader {
  absl::string_view name;
  std::string HttpPage::*value;
};
constexpr KeptHeader kKept[] = {
    {"retry-after:", &HttpPage::retry_after},
    {"x-ratelimit-remaining:", &HttpPage::rate_limit_remaining},
    {"x-ratelimit-reset:", &HttpPage::rate_limit_reset},
    {"etag:", &HttpPage::etag},
    {"last-modified:", &HttpPage::last_modified},
};

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
using CurlPtr = std::unique_ptr<CURL, CurlDeleter>;

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using ListPtr = std::unique_ptr<curl_slist, ListDeleter>;

// One request. libcurl calls the static functions during Perform.
class Transfer {
 public:
  Transfer(const CurlOptions& options, const CallContext& call, CurlPtr curl)
      : options_(options), call_(call), curl_(std::move(curl)) {}

  absl::StatusOr<HttpPage> Perform(const HttpQuestion& question);
  // The handle, with nothing left in it but its connection. Last of all.
  CurlPtr Release();

 private:
  static size_t OnBody(char* data, size_t size, size_t count, void* self);
  static size_t OnHeader(char* data, size_t size, size_t count, void* self);
  static curl_socket_t OnSocket(void* self, curlsocktype purpose,
                                curl_sockaddr* address);
  static int OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t,
                        curl_off_t);

  template <class Value>
  void Set(CURLoption option, Value value) {
    curl_easy_setopt(curl_.get(), option, value);
  }
  void SetLimits();
  void SetCallbacks();
  void SetHeaders(const HttpQuestion& question);
  void SetBody(const HttpQuestion& question);
  void AddHeader(const char* name, const std::string& value);
  absl::Status Explain(CURLcode code) const;

  const CurlOptions& options_;
  const CallContext& call_;
  ListPtr headers_;  // Of the request; before what uses it.
  CurlPtr curl_;
  HttpPage page_;
  bool too_large_ = false;
  bool refused_address_ = false;
  char message_[CURL_ERROR_SIZE] = "";
};

size_t Transfer::OnBody(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  std::string& body = transfer->page_.body;
  if (body.size() + size * count > transfer->options_.max_body_bytes) {
    transfer->too_large_ = true;
    return 0;  // Ends the transfer.
  }
  body.append(data, size * count);
  return size * count;
}

size_t Transfer::OnHeader(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  const absl::string_view line(data, size * count);
  for (const KeptHeader& header : kKept) {
    std::string& kept = transfer->page_.*header.value;
    // A redirect's headers come before the answer's.
    if (absl::StartsWith(line, "HTTP/")) kept.clear();
    if (!absl::StartsWithIgnoreCase(line, header.name)) continue;
    const auto value =
        absl::StripAsciiWhitespace(line.substr(header.name.size()));
    kept = std::string(value.substr(0, kMaxHeaderBytes));
  }
  return size * count;
}

// The last moment before a connection: here the address is what the name has
// really resolved to, of redirects too.
curl_socket_t Transfer::OnSocket(void* self, curlsocktype /*purpose*/,
                                 curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(self);
  if (!transfer->options_.allow_private &&
      !transfer->options_.is_public(address->addr)) {
    transfer->refused_address_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC,
                address->protocol);
}

int Transfer::OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t,
                         curl_off_t) {
  return static_cast<Transfer*>(self)->call_.Alive().ok() ? 0 : 1;
}

void Transfer::SetLimits() {
  Set(CURLOPT_PROTOCOLS_STR, "http,https");
  Set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  Set(CURLOPT_MAXREDIRS, kMaxRedirects);
  Set(CURLOPT_PROXY, "");
  Set(CURLOPT_NOSIGNAL, 1L);
  Set(CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(absl::ToInt64Milliseconds(options_.connect_timeout)));
  // Rounded up, so that the call is over when libcurl gives up; 0 is no limit.
  const absl::Duration timeout = std::min(options_.timeout, call_.TimeLeft());
  Set(CURLOPT_TIMEOUT_MS,
      static_cast<long>(absl::ToInt64Milliseconds(timeout) + 1));
  Set(CURLOPT_ACCEPT_ENCODING, "");  // All that libcurl knows.
  Set(CURLOPT_USERAGENT, options_.user_agent.c_str());
}

void Transfer::SetCallbacks() {
  Set(CURLOPT_ERRORBUFFER, message_);
  Set(CURLOPT_WRITEFUNCTION, OnBody);
  Set(CURLOPT_WRITEDATA, this);
  Set(CURLOPT_HEADERFUNCTION, OnHeader);
  Set(CURLOPT_HEADERDATA, this);
  Set(CURLOPT_OPENSOCKETFUNCTION, OnSocket);
  Set(CURLOPT_OPENSOCKETDATA, this);
  Set(CURLOPT_NOPROGRESS, 0L);
  Set(CURLOPT_XFERINFOFUNCTION, OnProgress);
  Set(CURLOPT_XFERINFODATA, this);
}

void Transfer::SetHeaders(const HttpQuestion& question) {
  AddHeader("If-None-Match", question.etag);
  AddHeader("If-Modified-Since", question.last_modified);
  if (!question.token.empty()) {
    AddHeader("Authorization", absl::StrCat("Bearer ", question.token));
  }
  if (!question.user.empty()) {
    Set(CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    Set(CURLOPT_USERNAME, question.user.c_str());
    Set(CURLOPT_PASSWORD, question.password.c_str());
  }
  // Of a form, libcurl says it by itself.
  if (!question.json.empty()) AddHeader("Content-Type", "application/json");
  if (headers_ != nullptr) Set(CURLOPT_HTTPHEADER, headers_.get());
}

// libcurl reads the text while it sends: the question outlives the transfer.
void Transfer::SetBody(const HttpQuestion& question) {
  const std::string& body =
      question.json.empty() ? question.form : question.json;
  if (body.empty()) return;
  Set(CURLOPT_POST, 1L);
  Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  Set(CURLOPT_POSTFIELDS, body.c_str());
}

// Some are a server's words: what would end a header is not sent back.
void Transfer::AddHeader(const char* name, const std::string& value) {
  if (value.empty() || value.find_first_of("\r\n") != std::string::npos) return;
  const std::string line = absl::StrCat(name, ": ", value);
  headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
}

absl::StatusOr<HttpPage> Transfer::Perform(const HttpQuestion& question) {
  if (curl_ == nullptr) return absl::InternalError("libcurl does not start");
  SetLimits();
  SetCallbacks();
  SetHeaders(question);
  SetBody(question);
  Set(CURLOPT_FOLLOWLOCATION, question.follow ? 1L : 0L);
  Set(CURLOPT_URL, question.url.c_str());
  const CURLcode code = curl_easy_perform(curl_.get());
  if (code != CURLE_OK) return Explain(code);
  long status = 0;
  curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
  page_.status = static_cast<int>(status);
  char* location = nullptr;
  curl_easy_getinfo(curl_.get(), CURLINFO_REDIRECT_URL, &location);
  if (location != nullptr) page_.location = location;
  return std::move(page_);
}

CurlPtr Transfer::Release() {
  if (curl_ != nullptr) curl_easy_reset(curl_.get());
  return std::move(curl_);
}

absl::Status Transfer::Explain(CURLcode code) const {
  if (auto alive = call_.Alive(); !alive.ok()) return alive;
  if (too_large_) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the page has more than ",
        WithCommas(static_cast<int64_t>(options_.max_body_bytes)), " bytes"));
  }
  if (refused_address_) {
    return absl::PermissionDeniedError(absl::StrCat(
        "the URL leads to an address that is not of the open internet",
        options_.private_flag.empty() ? "" : "; ", options_.private_flag,
        options_.private_flag.empty() ? "" : " allows it"));
  }
  const std::string message =
      absl::StrCat(message_[0] != '\0' ? message_ : curl_easy_strerror(code));
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
      code == CURLE_TOO_MANY_REDIRECTS) {
    return absl::InvalidArgumentError(message);
  }
  return absl::UnavailableError(message);
}

class CurlFetcher final : public HttpFetcher {
 public:
  explicit CurlFetcher(const CurlOptions& options) : options_(options) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  }

  absl::StatusOr<HttpPage> Ask(const CallContext& call,
                               const HttpQuestion& question) override {
    if (auto alive = call.Alive(); !alive.ok()) return alive;
    Transfer transfer(options_, call, Take());
    auto page = transfer.Perform(question);
    Keep(transfer.Release());
    return page;
  }

 private:
  CurlPtr Take() {
    std::lock_guard lock(mu_);
    if (idle_.empty()) return CurlPtr(curl_easy_init());
    CurlPtr curl = std::move(idle_.back());
    idle_.pop_back();
    return curl;
  }

  void Keep(CurlPtr curl) {
    std::lock_guard lock(mu_);
    if (curl != nullptr && idle_.size() < options_.idle_connections) {
      idle_.push_back(std::move(curl));
    }
  }

  const CurlOptions options_;
  std::mutex mu_;
  // Each has the connection that it used last. GUARDED_BY(mu_)
  std::vector<CurlPtr> idle_;
};

}  // namespace

std::unique_ptr<HttpFetcher> MakeCurlFetcher(const CurlOptions& options) {
  return std::make_unique<CurlFetcher>(options);
}

}  // namespace broadsheet
