#ifndef BROADSHEET_CLI_BULK_UPLOAD_H_
#define BROADSHEET_CLI_BULK_UPLOAD_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/bulk_stream.h"
#include "cli/input_stream.h"
#include "cli/progress.h"
#include "cli/session.h"

namespace broadsheet::cli {

// What became of the records of one file.
struct BulkTally {
  int64_t created = 0;
  int64_t updated = 0;
  int64_t unchanged = 0;
  int64_t refused = 0;

  int64_t total() const { return created + updated + unchanged + refused; }
  void Add(const BulkTally& other);
};

struct BulkOptions {
  std::string source;
  bool ids_only = false;
  // Unspecified: told by the file's name and first bytes.
  v1::InputFormat format = v1::INPUT_FORMAT_UNSPECIFIED;
  // "paper".
  std::string noun;
  // Show all refusals, not the first 20.
  bool verbose = false;
  // A stream that moves nothing for so long counts as broken.
  absl::Duration stall = absl::Seconds(60);
};

// The name of an input for people: without its folders, and "standard input"
// for "-".
std::string InputLabel(const std::string& path);

// Sends one file over a stream and shows refusals and progress while it goes.
// The answers are read on a thread of their own, so that the server can pace
// the sending. When the stream breaks with UNAVAILABLE, a file is sent again
// from the last acknowledged record on, up to 3 times; records are idempotent,
// hence doing so is safe.
class BulkUpload {
 public:
  using OpenStream = std::function<std::unique_ptr<BulkStream>()>;

  // `session` outlives this.
  BulkUpload(Session* session, BulkOptions options, std::string path,
             OpenStream open);

  // OK when the whole file was sent and answered, even if records were refused.
  // NOT_FOUND: the file cannot be read at all. DATA_LOSS: it is damaged; what
  // lies before the damage went in. Others: the server's.
  absl::Status Run();

  // Valid in any case, after Run.
  const BulkTally& tally() const { return tally_; }

 private:
  absl::Status SendOnce();
  absl::Status Converse(InputStream* input, BulkStream* stream);
  absl::Status SendAll(InputStream* input, BulkStream* stream);
  void ReadAll(BulkStream* stream);
  void Take(const BulkResult& result);
  void ShowRefusal(const BulkResult& result);
  void CheckStall(BulkStream* stream);
  void NoteLife();
  absl::Status Explain(const absl::Status& status) const;

  Session* const session_;
  const BulkOptions options_;
  const std::string path_;
  const OpenStream open_;
  Progress progress_;
  v1::InputFormat format_ = v1::INPUT_FORMAT_UNSPECIFIED;
  // Written by the reading thread, read after it was joined.
  BulkTally tally_;
  int64_t acknowledged_ = 0;  // The last record that was answered.
  std::mutex mu_;
  absl::Time last_life_;  // GUARDED_BY(mu_)
  bool stalled_ = false;  // GUARDED_BY(mu_)
};

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_BULK_UPLOAD_H_
