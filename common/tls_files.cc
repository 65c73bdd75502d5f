#include "common/tls_files.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet {
namespace {

// More than the bundle of all public CAs has.
constexpr size_t kMaxFileBytes = 1 << 20;
constexpr char kCertificateFlag[] = "--tls-cert";
constexpr char kKeyFlag[] = "--tls-key";
constexpr char kAuthorityFlag[] = "--tls-ca";

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* check) const { X509_STORE_CTX_free(check); }
  // The stacks here do not own what is on them.
  void operator()(STACK_OF(X509) * chain) const { sk_X509_free(chain); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;
using Certificates = std::vector<Owned<X509>>;

absl::Status Bad(const char* flag, const std::string& path,
                 const std::string& rule) {
  return InvalidField(flag, absl::StrCat(path, ": ", rule));
}

absl::StatusOr<std::string> ReadPem(const char* flag, const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.gcount() == 0 && errno != 0) {
    return Bad(flag, path,
               absl::StrCat("cannot be read: ", std::strerror(errno)));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxFileBytes) return Bad(flag, path, "is over 1 MiB");
  return text;
}

absl::StatusOr<Certificates> ReadCertificates(const char* flag,
                                              const std::string& path) {
  const auto text = ReadPem(flag, path);
  if (!text.ok()) return text.status();
  const Owned<BIO> bio(
      BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
  Certificates certificates;
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(next);
  }
  ERR_clear_error();
  if (certificates.empty()) return Bad(flag, path, "has no PEM certificate");
  return certificates;
}

// As PostgreSQL has it: its owner's alone, or root's and readable to one group,
// which is how secrets are mounted into containers.
absl::Status CheckKeyMode(const std::string& path) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) {
    return Bad(kKeyFlag, path,
               absl::StrCat("cannot be read: ", std::strerror(errno)));
  }
  const mode_t refused =
      S_IRWXO | (info.st_uid == 0 ? S_IWGRP | S_IXGRP : S_IRWXG);
  if ((info.st_mode & refused) != 0) {
    return Bad(kKeyFlag, path, "other users may read it; run chmod 600 on it");
  }
  return absl::OkStatus();
}

// Instead of OpenSSL's, which asks the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<Owned<EVP_PKEY>> ReadKey(const std::string& path) {
  if (absl::Status mode = CheckKeyMode(path); !mode.ok()) return mode;
  const auto text = ReadPem(kKeyFlag, path);
  if (!text.ok()) return text.status();
  const Owned<BIO> bio(
      BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
  Owned<EVP_PKEY> key(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return Bad(kKeyFlag, path, "has no PEM key without a passphrase");
  }
  return key;
}

// Why `chain`, whose first is the process's own, is not trusted; empty when it
// is.
std::string Distrust(const Certificates& chain, const Certificates& trusted) {
  const Owned<X509_STORE> store(X509_STORE_new());
  for (const auto& authority : trusted) {
    X509_STORE_add_cert(store.get(), authority.get());
  }
  const Owned<STACK_OF(X509)> between(sk_X509_new_null());
  for (const auto& certificate : chain) {
    sk_X509_push(between.get(), certificate.get());
  }
  const Owned<X509_STORE_CTX> check(X509_STORE_CTX_new());
  X509_STORE_CTX_init(check.get(), store.get(), chain.front().get(),
                      between.get());
  std::string why;
  if (X509_verify_cert(check.get()) != 1) {
    why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
  }
  ERR_clear_error();
  return why;
}

bool HasUri(X509* certificate, const std::string& uri) {
  const Owned<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    const std::string found(
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
        static_cast<size_t>(ASN1_STRING_length(text)));
    if (found == uri) return true;
  }
  return false;
}

absl::Time End(const X509* certificate) {
  std::tm end = {};
  ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end);
  return absl::FromTimeT(timegm(&end));
}

absl::Status CheckAllGiven(const TlsFiles& files) {
  for (const auto& [flag, file] :
       {std::pair(kCertificateFlag, &files.certificate),
        std::pair(kKeyFlag, &files.key),
        std::pair(kAuthorityFlag, &files.authority)}) {
    if (file->empty()) {
      return InvalidField(
          flag, "is missing; --tls-cert, --tls-key and --tls-ca go together");
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string ServiceUri(const std::string& service) {
  return absl::StrCat("spiffe://broadsheet/", service);
}

absl::Status CheckTlsAuthority(const std::string& file) {
  return ReadCertificates(kAuthorityFlag, file).status();
}

absl::StatusOr<absl::Time> CheckTlsFiles(const TlsFiles& files,
                                         const std::string& service) {
  if (absl::Status given = CheckAllGiven(files); !given.ok()) return given;
  const auto trusted = ReadCertificates(kAuthorityFlag, files.authority);
  if (!trusted.ok()) return trusted.status();
  const auto chain = ReadCertificates(kCertificateFlag, files.certificate);
  if (!chain.ok()) return chain.status();
  const auto key = ReadKey(files.key);
  if (!key.ok()) return key.status();
  X509* own = chain->front().get();
  if (X509_check_private_key(own, key->get()) != 1) {
    ERR_clear_error();
    return Bad(kKeyFlag, files.key,
               absl::StrCat("is not the key of ", files.certificate));
  }
  if (const std::string why = Distrust(*chain, *trusted); !why.empty()) {
    return Bad(kCertificateFlag, files.certificate,
               absl::StrCat("is not trusted by ", files.authority, ": ", why));
  }
  if (!service.empty() && !HasUri(own, ServiceUri(service))) {
    return Bad(kCertificateFlag, files.certificate,
               absl::StrCat("is not a certificate of ", service,
                            ": it lacks the URI ", ServiceUri(service)));
  }
  return End(own);
}

}  // namespace broadsheet
