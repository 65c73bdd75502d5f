#include "digest/dkim.h"

#include <sys/types.h>

// A header of C, whose truth values C++ calls otherwise.
#define _Bool bool
extern "C" {
#include <opendkim/dkim.h>
}
#undef _Bool

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace broadsheet::digest {
namespace {

constexpr char kHeaderName[] = "DKIM-Signature: ";
const char* kSigned[] = {"From",
                         "To",
                         "Subject",
                         "Date",
                         "Message-ID",
                         "MIME-Version",
                         "Content-Type",
                         "List-Id",
                         "List-Unsubscribe",
                         "List-Unsubscribe-Post",
                         "Auto-Submitted",
                         nullptr};

// The library takes its input as bytes that may be changed, and changes none.
u_char* Bytes(const char* text) {
  return reinterpret_cast<u_char*>(const_cast<char*>(text));
}

struct Free {
  void operator()(DKIM* dkim) const { dkim_free(dkim); }
};
using Handle = std::unique_ptr<DKIM, Free>;

absl::Status Failed(const char* step, DKIM_STAT status) {
  const char* why = dkim_getresultstr(status);
  return absl::InvalidArgumentError(
      absl::StrCat("DKIM: ", step, ": ", why == nullptr ? "failed" : why));
}

// Each header field without its end of line, folded lines together.
DKIM_STAT FeedHeaders(DKIM* dkim, const std::string& message, size_t end) {
  for (size_t begin = 0; begin < end;) {
    size_t stop = message.find("\r\n", begin);
    while (stop + 2 < end &&
           (message[stop + 2] == ' ' || message[stop + 2] == '\t')) {
      stop = message.find("\r\n", stop + 2);
    }
    const DKIM_STAT status =
        dkim_header(dkim, Bytes(message.data() + begin), stop - begin);
    if (status != DKIM_STAT_OK) return status;
    begin = stop + 2;
  }
  return dkim_eoh(dkim);
}

}  // namespace

DkimSigner::DkimSigner(Options options, dkim_lib* library)
    : options_(std::move(options)), library_(library) {}

DkimSigner::~DkimSigner() { dkim_close(library_); }

absl::StatusOr<std::unique_ptr<DkimSigner>> DkimSigner::Make(Options options) {
  DKIM_LIB* library = dkim_init(nullptr, nullptr);
  if (library == nullptr) return absl::InternalError("libopendkim: no memory");
  std::unique_ptr<DkimSigner> signer(
      new DkimSigner(std::move(options), library));
  auto tried = signer->Sign("From: a@example.org\r\n\r\nx\r\n");
  if (!tried.ok()) return tried.status();
  return signer;
}

absl::StatusOr<std::string> DkimSigner::Sign(const std::string& message) const {
  const size_t blank = message.find("\r\n\r\n");
  if (blank == std::string::npos) {
    return absl::InvalidArgumentError("DKIM: the message has no body");
  }
  DKIM_STAT status;
  Handle dkim(
      dkim_sign(library_, Bytes("digest"), nullptr,
                reinterpret_cast<dkim_sigkey_t>(Bytes(options_.key.c_str())),
                Bytes(options_.selector.c_str()),
                Bytes(options_.domain.c_str()), DKIM_CANON_RELAXED,
                DKIM_CANON_RELAXED, DKIM_SIGN_RSASHA256, -1, &status));
  if (dkim == nullptr) return Failed("the key", status);
  status = dkim_signhdrs(dkim.get(), kSigned);
  if (status == DKIM_STAT_OK) {
    status = FeedHeaders(dkim.get(), message, blank + 2);
  }
  if (status == DKIM_STAT_OK) {
    status = dkim_body(dkim.get(), Bytes(message.data() + blank + 4),
                       message.size() - blank - 4);
  }
  if (status == DKIM_STAT_OK) status = dkim_eom(dkim.get(), nullptr);
  u_char* header = nullptr;
  size_t length = 0;
  if (status == DKIM_STAT_OK) {
    status =
        dkim_getsighdr_d(dkim.get(), sizeof(kHeaderName) - 1, &header, &length);
  }
  if (status != DKIM_STAT_OK) return Failed("signing", status);
  return absl::StrCat(
      kHeaderName,
      absl::string_view(reinterpret_cast<const char*>(header), length), "\r\n",
      message);
}

}  // namespace broadsheet::digest
