#include "recommend/artifact_cache.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/errors.h"

namespace broadsheet::recommend {
namespace {

namespace fs = std::filesystem;

// Ids come from storage, but become names of files.
bool IsPlainName(const std::string& id) {
  return !id.empty() && id.size() <= 100 &&
         std::all_of(id.begin(), id.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_';
         });
}

int64_t SizeOf(const std::string& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  return failed ? 0 : static_cast<int64_t>(size);
}

absl::Status Damaged(const internal::v1::Artifact& artifact) {
  return MakeError(absl::StatusCode::kDataLoss, "BAD_CHECKSUM",
                   absl::StrCat("the file of ", artifact.id(),
                                " is not what was announced"));
}

}  // namespace

absl::StatusOr<std::string> Sha256OfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(path + " cannot be read");
  // OpenSSL's, which uses the processor's own instructions: files have
  // gigabytes.
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(state.get(), EVP_sha256(), nullptr);
  std::array<char, 1 << 16> buffer;
  do {
    file.read(buffer.data(), buffer.size());
    EVP_DigestUpdate(state.get(), buffer.data(),
                     static_cast<size_t>(file.gcount()));
  } while (file);
  std::string hash(static_cast<size_t>(EVP_MD_size(EVP_sha256())), '\0');
  EVP_DigestFinal_ex(state.get(), reinterpret_cast<unsigned char*>(hash.data()),
                     nullptr);
  return hash;
}

std::string ArtifactCache::PathOf(const std::string& kind,
                                  const std::string& id) const {
  return absl::StrCat(dir_, "/", kind, "-", id);
}

absl::StatusOr<std::string> ArtifactCache::Fetch(
    const CallContext& call, const internal::v1::Artifact& artifact) {
  if (!IsPlainName(artifact.id()) || !IsPlainName(artifact.kind())) {
    return absl::InvalidArgumentError("the artifact's id is no file name");
  }
  std::error_code failed;
  fs::create_directories(dir_, failed);
  std::string path = PathOf(artifact.kind(), artifact.id());
  if (SizeOf(path) == artifact.size()) return path;
  fs::remove(path, failed);
  if (absl::Status s = Download(call, artifact, path + ".part"); !s.ok()) {
    return s;
  }
  fs::rename(path + ".part", path, failed);
  if (failed) return absl::UnavailableError(path + " cannot be written");
  return path;
}

absl::Status ArtifactCache::Download(const CallContext& call,
                                     const internal::v1::Artifact& artifact,
                                     const std::string& path) {
  std::error_code failed;
  if (SizeOf(path) > artifact.size()) fs::remove(path, failed);
  const int64_t offset = SizeOf(path);
  if (offset < artifact.size()) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    int64_t size = offset;
    const absl::Status read =
        store_->Read(call, artifact.id(), offset, [&](std::string_view bytes) {
          size += static_cast<int64_t>(bytes.size());
          if (size > artifact.size()) return Damaged(artifact);
          file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
          return file ? absl::OkStatus()
                      : absl::UnavailableError(path + " cannot be written");
        });
    file.close();
    if (!read.ok()) {
      if (absl::IsDataLoss(read)) fs::remove(path, failed);
      return read;
    }
  }
  const auto hash = Sha256OfFile(path);
  if (hash.ok() && *hash == artifact.sha256()) return absl::OkStatus();
  fs::remove(path, failed);
  return Damaged(artifact);
}

void ArtifactCache::Drop(const internal::v1::Artifact& artifact) {
  std::error_code failed;
  fs::remove(PathOf(artifact.kind(), artifact.id()), failed);
}

void ArtifactCache::KeepOnly(const std::string& kind,
                             const std::vector<std::string>& ids) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(dir_, failed)) {
    const std::string name = entry.path().filename().string();
    const bool kept =
        std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
          return name == absl::StrCat(kind, "-", id);
        });
    std::error_code ignored;
    if (!kept && name.starts_with(kind + "-")) {
      fs::remove(entry.path(), ignored);
    }
  }
}

}  // namespace broadsheet::recommend
