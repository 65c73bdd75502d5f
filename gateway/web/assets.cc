#include "gateway/web/assets.h"

namespace broadsheet::gateway {
namespace {

// Enough of the digest to tell versions apart.
constexpr size_t kDigestDigits = 16;

std::string VersionedName(const EmbeddedFile& file) {
  const size_t dot = file.name.rfind('.');
  std::string name(file.name.substr(0, dot));
  name += '.';
  name += file.digest.substr(0, kDigestDigits);
  name += file.name.substr(dot);
  return name;
}

}  // namespace

std::string Assets::Url(std::string_view name) const {
  const EmbeddedFile* file = Find(name);
  return file == nullptr ? "" : "/static/" + VersionedName(*file);
}

const EmbeddedFile* Assets::FindVersioned(std::string_view path_name) const {
  for (const EmbeddedFile& file : files_) {
    if (VersionedName(file) == path_name) return &file;
  }
  return nullptr;
}

const EmbeddedFile* Assets::Find(std::string_view name) const {
  for (const EmbeddedFile& file : files_) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

std::string Assets::ContentType(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

}  // namespace broadsheet::gateway
