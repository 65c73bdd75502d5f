#include "cli/decoder.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"

namespace broadsheet::cli {
namespace {

// 2^27 bytes: what `zstd --ultra -22` needs, and the most that we give.
constexpr int kZstdWindowLog = 27;

class PlainDecoder final : public Decoder {
 public:
  absl::StatusOr<size_t> Decode(std::string_view* in, char* out,
                                size_t capacity) override {
    const size_t count = std::min(in->size(), capacity);
    std::memcpy(out, in->data(), count);
    in->remove_prefix(count);
    return count;
  }
  absl::Status End() const override { return absl::OkStatus(); }
};

// Also takes several members one after another, as `cat a.gz b.gz` makes them.
class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
  }
  ~GzipDecoder() override { inflateEnd(&stream_); }

  absl::StatusOr<size_t> Decode(std::string_view* in, char* out,
                                size_t capacity) override {
    if (!ready_) return absl::ResourceExhaustedError("zlib has no memory");
    if (member_ended_ && !BeginMember(in)) return size_t{0};
    const size_t given =
        std::min<size_t>(in->size(), std::numeric_limits<uInt>::max());
    const size_t room =
        std::min<size_t>(capacity, std::numeric_limits<uInt>::max());
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in->data()));
    stream_.avail_in = static_cast<uInt>(given);
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    in->remove_prefix(given - stream_.avail_in);
    member_ended_ = code == Z_STREAM_END;
    if (code != Z_OK && code != Z_BUF_ERROR && !member_ended_) return Damaged();
    return room - stream_.avail_out;
  }

  absl::Status End() const override {
    if (member_ended_) return absl::OkStatus();
    return absl::DataLossError("is truncated: the gzip data end too early");
  }

 private:
  // False when there is no further member yet. Tape tools pad with zeros.
  bool BeginMember(std::string_view* in) {
    const size_t start = std::min(in->find_first_not_of('\0'), in->size());
    in->remove_prefix(start);
    if (in->empty()) return false;
    inflateReset(&stream_);
    return true;
  }

  absl::Status Damaged() const {
    return absl::DataLossError(
        absl::StrCat("is damaged: the gzip data are wrong (",
                     stream_.msg == nullptr ? "no details" : stream_.msg, ")"));
  }

  z_stream stream_ = {};
  bool ready_ = false;
  bool member_ended_ = false;
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx()) {
    ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, kZstdWindowLog);
  }
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

  absl::StatusOr<size_t> Decode(std::string_view* in, char* out,
                                size_t capacity) override {
    // Without input, a call after the end of a frame would begin another one.
    if (frame_ended_ && in->empty()) return size_t{0};
    ZSTD_inBuffer input = {in->data(), in->size(), 0};
    ZSTD_outBuffer output = {out, capacity, 0};
    const size_t code = ZSTD_decompressStream(context_, &output, &input);
    if (ZSTD_isError(code)) return Damaged(code);
    in->remove_prefix(input.pos);
    frame_ended_ = code == 0;
    return output.pos;
  }

  absl::Status End() const override {
    if (frame_ended_) return absl::OkStatus();
    return absl::DataLossError("is truncated: the zstd data end too early");
  }

 private:
  static absl::Status Damaged(size_t code) {
    if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge) {
      return absl::DataLossError(
          "needs more than 128 MiB to unpack: compress it without --long");
    }
    return absl::DataLossError(absl::StrCat(
        "is damaged: the zstd data are wrong (", ZSTD_getErrorName(code), ")"));
  }

  ZSTD_DCtx* const context_;
  bool frame_ended_ = false;
};

absl::Status Unsupported(const char* name) {
  return absl::InvalidArgumentError(absl::StrCat(
      "is compressed with ", name, "; unpack it, or use gzip or zstd"));
}

}  // namespace

Compression DetectCompression(std::string_view head) {
  if (head.starts_with("\x1f\x8b")) return Compression::kGzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return Compression::kZstd;
  if (head.starts_with("BZh")) return Compression::kBzip2;
  if (head.starts_with(std::string_view("\xfd"
                                        "7zXZ\0",
                                        6))) {
    return Compression::kXz;
  }
  if (head.starts_with("PK\x03\x04")) return Compression::kZip;
  return Compression::kNone;
}

absl::StatusOr<std::unique_ptr<Decoder>> MakeDecoder(Compression compression) {
  switch (compression) {
    case Compression::kNone:
      return std::make_unique<PlainDecoder>();
    case Compression::kGzip:
      return std::make_unique<GzipDecoder>();
    case Compression::kZstd:
      return std::make_unique<ZstdDecoder>();
    case Compression::kBzip2:
      return Unsupported("bzip2");
    case Compression::kXz:
      return Unsupported("xz");
    case Compression::kZip:
      return Unsupported("zip");
  }
  return absl::InternalError("unknown compression");
}

}  // namespace broadsheet::cli
