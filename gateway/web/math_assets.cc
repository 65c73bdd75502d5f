#include "gateway/web/math_assets.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "gateway/http/delivery.h"
#include "gateway/identity.h"

namespace broadsheet::gateway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxFileBytes = 2 << 20;
constexpr size_t kMaxFiles = 100;
constexpr size_t kDigestBytes = 8;

std::optional<std::string> Read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string content;
  content.assign(std::istreambuf_iterator<char>(file), {});
  if (file.bad() || content.empty() || content.size() > kMaxFileBytes) {
    return std::nullopt;
  }
  return content;
}

}  // namespace

MathAssets MathAssets::Load(const std::string& folder) {
  MathAssets assets;
  const auto add = [&](const fs::path& path, const std::string& name) {
    auto content = Read(path);
    if (!content) return;
    File& file = assets.files_[name];
    if (!name.ends_with(".woff2")) file.gzip = Gzip(*content, 9);
    file.content = *std::move(content);
  };
  const fs::path root(folder);
  for (const char* name : {"katex.min.js", "katex.min.css"}) {
    add(root / name, name);
  }
  if (assets.files_.size() < 2) return MathAssets();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root / "fonts", error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".woff2") && assets.files_.size() < kMaxFiles) {
      add(entry.path(), "fonts/" + name);
    }
  }
  // The order of a folder is no order; that of the map is.
  std::string all;
  for (const auto& [name, file] : assets.files_) all += HashToken(file.content);
  assets.digest_ =
      absl::BytesToHexString(HashToken(all).substr(0, kDigestBytes));
  return assets;
}

std::string MathAssets::Url(std::string_view name) const {
  if (files_.find(name) == files_.end()) return "";
  return absl::StrCat("/static/katex/", digest_, "/", AsAbsl(name));
}

const MathAssets::File* MathAssets::Find(std::string_view digest,
                                         std::string_view name) const {
  const auto found = files_.find(name);
  return digest != digest_ || found == files_.end() ? nullptr : &found->second;
}

std::string MathAssets::ContentType(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  return "font/woff2";
}

}  // namespace broadsheet::gateway
