#ifndef BROADSHEET_CLI_DECODER_H_
#define BROADSHEET_CLI_DECODER_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace broadsheet::cli {

// How a file is compressed, told by its first bytes and never by its name.
enum class Compression { kNone, kGzip, kZstd, kBzip2, kXz, kZip };

// `head`: the first 6 bytes or more of a file; fewer when it is shorter.
Compression DetectCompression(std::string_view head);

// Undoes one kind of compression piece by piece, in bounded memory: 40 KiB for
// gzip, up to 128 MiB for zstd. Not thread-safe.
class Decoder {
 public:
  virtual ~Decoder() = default;

  // Takes bytes off the front of `in` and writes at most `capacity` decoded
  // ones to `out`. Answers how many; 0 with an empty `in` means that it needs
  // more input. DATA_LOSS, whose message is a rule, when the input is damaged.
  virtual absl::StatusOr<size_t> Decode(std::string_view* in, char* out,
                                        size_t capacity) = 0;

  // To be asked at the end of the input: DATA_LOSS when it came too early.
  virtual absl::Status End() const = 0;
};

// INVALID_ARGUMENT, whose message is a rule, for what cannot be undone here.
absl::StatusOr<std::unique_ptr<Decoder>> MakeDecoder(Compression compression);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_DECODER_H_
