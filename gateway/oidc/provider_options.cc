#include "gateway/oidc/provider_options.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/errors.h"
#include "common/http_client/url.h"
#include "common/json_tree.h"
#include "common/secret_file.h"

namespace broadsheet::gateway {
namespace {

constexpr size_t kMaxFileBytes = 1 << 20;
constexpr size_t kMaxProviders = 8;
constexpr size_t kMaxIdBytes = 32;
constexpr size_t kMaxTextBytes = 200;
constexpr size_t kMaxDomains = 100;
// What storage keeps of an issuer.
constexpr size_t kMaxIssuerBytes = 255;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFileBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (!file.is_open())) {
    return InvalidField("--oidc", absl::StrCat(path, " cannot be read"));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() <= kMaxFileBytes) return text;
  return InvalidField("--oidc", absl::StrCat(path, " is larger than 1 MiB"));
}

// One provider of the file; errors name its field.
class ProviderReader {
 public:
  ProviderReader(JsonElement from, std::string field, std::string folder)
      : from_(from), field_(std::move(field)), folder_(std::move(folder)) {}

  absl::StatusOr<OidcProviderOptions> Read() {
    OidcProviderOptions options;
    Text("id", kMaxIdBytes, true, &options.id);
    options.title = options.id;
    Text("title", kMaxTextBytes, false, &options.title);
    Text("issuer", kMaxIssuerBytes, true, &options.issuer);
    Text("client_id", kMaxTextBytes, true, &options.client_id);
    Text("scopes", kMaxTextBytes, false, &options.scopes);
    std::string secret;
    Text("client_secret_file", 4096, false, &secret);
    ReadDomains(&options.email_domains);
    CheckNames();
    CheckId(options.id);
    CheckIssuer(options.issuer);
    CheckScopes(options.scopes);
    if (status_.ok() && !secret.empty()) ReadSecret(secret, &options);
    if (!status_.ok()) return status_;
    return options;
  }

 private:
  void Fault(std::string_view name, std::string_view rule) {
    if (status_.ok()) {
      status_ = InvalidField(absl::StrCat(field_, ".", AsAbsl(name)), rule);
    }
  }

  void Text(std::string_view name, size_t high, bool needed,
            std::string* text) {
    std::string found;
    if (const auto bad = ReadMember(from_, name, &found)) {
      return Fault(name, bad->rule);
    }
    if (found.empty()) {
      if (needed) Fault(name, "is missing");
      return;
    }
    if (found.size() > high) {
      return Fault(name, absl::StrCat("has more than ", high, " bytes"));
    }
    *text = std::move(found);
  }

  void ReadDomains(std::vector<std::string>* domains) {
    const auto member = Find(from_, {"email_domains"});
    if (!member) return;
    ForEach(from_, {"email_domains"}, [&](JsonElement each) {
      std::string_view domain;
      if (each.get(domain) || domain.empty()) return;
      domains->push_back(absl::AsciiStrToLower(AsAbsl(domain)));
    });
    simdjson::dom::array list;
    if (member->get(list) || list.size() != domains->size() ||
        domains->empty() || domains->size() > kMaxDomains) {
      Fault("email_domains", "is no list of 1 to 100 domains");
    }
  }

  void CheckNames() {
    static constexpr std::array<std::string_view, 7> kKnown = {
        "id",
        "title",
        "issuer",
        "client_id",
        "scopes",
        "email_domains",
        "client_secret_file"};
    simdjson::dom::object object;
    if (from_.get(object)) return Fault("id", "is missing: no object");
    for (const auto& member : object) {
      if (std::find(kKnown.begin(), kKnown.end(), member.key) == kKnown.end()) {
        Fault(member.key, "is unknown");
      }
    }
  }

  void CheckId(const std::string& id) {
    constexpr char kAllowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (id.find_first_not_of(kAllowed) != std::string::npos) {
      Fault("id", "has other characters than a-z, 0-9 and -");
    }
  }

  void CheckIssuer(const std::string& issuer) {
    if (!status_.ok()) return;
    for (const auto& bad : ViolationsOf(CheckBaseUrl(issuer))) {
      Fault("issuer", bad.rule);
    }
    if (!IsSafeProviderUrl(issuer)) {
      Fault("issuer", "is not of https; http is for this machine alone");
    }
  }

  void CheckScopes(const std::string& scopes) {
    const std::vector<std::string> each = absl::StrSplit(scopes, ' ');
    if (each[0] != "openid") Fault("scopes", "does not begin with openid");
  }

  void ReadSecret(const std::string& path, OidcProviderOptions* options) {
    auto secret =
        ReadSecretFile((std::filesystem::path(folder_) / path).string(), 1);
    if (!secret.ok()) {
      status_ = secret.status();
    } else {
      options->client_secret = *std::move(secret);
    }
  }

  const JsonElement from_;
  const std::string field_;
  const std::string folder_;
  absl::Status status_;
};

}  // namespace

bool IsSafeProviderUrl(const std::string& url) {
  if (absl::StartsWithIgnoreCase(url, "https://")) return true;
  const std::string host = HostOf(url);
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

absl::StatusOr<std::vector<OidcProviderOptions>> ReadOidcProviders(
    const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  JsonTree tree(kMaxFileBytes);
  if (const auto bad = tree.Parse(*text)) {
    return InvalidField("--oidc", absl::StrCat(path, " ", bad->rule));
  }
  std::vector<OidcProviderOptions> providers;
  std::set<std::string> ids;
  std::set<std::string> issuers;
  absl::Status status;
  const std::string folder = std::filesystem::path(path).parent_path().string();
  ForEach(tree.root(), {"providers"}, [&](JsonElement element) {
    if (!status.ok()) return;
    const std::string field =
        absl::StrCat(path, ": providers[", providers.size(), "]");
    auto provider = ProviderReader(element, field, folder).Read();
    if (!provider.ok()) {
      status = provider.status();
    } else if (!ids.insert(provider->id).second ||
               !issuers.insert(provider->issuer).second) {
      status = InvalidField(field, "has the id or the issuer of another");
    } else {
      providers.push_back(*std::move(provider));
    }
  });
  if (!status.ok()) return status;
  if (!providers.empty() && providers.size() <= kMaxProviders) return providers;
  return InvalidField(absl::StrCat(path, ": providers"),
                      absl::StrCat("is no list of 1 to ", kMaxProviders));
}

}  // namespace broadsheet::gateway
