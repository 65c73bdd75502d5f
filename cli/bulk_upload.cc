#include "cli/bulk_upload.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/input_format.h"
#include "cli/line_skipper.h"
#include "cli/ticker.h"
#include "common/errors.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kChunkBytes = 256 << 10;
constexpr int kMaxAttempts = 4;
constexpr int64_t kRefusalsShown = 20;
constexpr absl::Duration kTick = absl::Milliseconds(200);

// 1, 3 and 9 seconds: a house that is started again needs a few.
absl::Duration Backoff(int attempt) {
  absl::Duration wait = absl::Seconds(1);
  for (int i = 1; i < attempt; ++i) wait *= 3;
  return wait;
}

std::string Cause(const absl::Status& status) {
  if (IsUnreachable(status)) return "the connection was lost or refused";
  return std::string(AsStd(status.message()));
}

}  // namespace

std::string InputLabel(const std::string& path) {
  if (path == "-") return "standard input";
  return path.substr(path.find_last_of('/') + 1);
}

void BulkTally::Add(const BulkTally& other) {
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  refused += other.refused;
}

BulkUpload::BulkUpload(Session* session, BulkOptions options, std::string path,
                       OpenStream open)
    : session_(session),
      options_(std::move(options)),
      path_(std::move(path)),
      open_(std::move(open)),
      progress_(session->console, session->clock, InputLabel(path_),
                options_.noun + "s") {}

absl::Status BulkUpload::Run() {
  for (int attempt = 1;; ++attempt) {
    absl::Status status = SendOnce();
    const bool again = absl::IsUnavailable(status) && path_ != "-";
    if (!again || attempt == kMaxAttempts) return Explain(status);
    const absl::Duration wait = Backoff(attempt);
    progress_.Print(
        absl::StrCat(InputLabel(path_), ": the stream broke after record ",
                     WithCommas(acknowledged_), "; going on from there in ",
                     FormatSeconds(wait), " (", Cause(status), ")"));
    session_->sleep(wait);
  }
}

absl::Status BulkUpload::SendOnce() {
  auto input = InputStream::Open(path_);
  if (!input.ok()) {
    return absl::NotFoundError(
        absl::StrCat(path_, " ", input.status().message()));
  }
  format_ = options_.format;
  if (format_ == v1::INPUT_FORMAT_UNSPECIFIED) {
    format_ = GuessFormat(path_, (*input)->Peek());
  }
  progress_.SetTotal((*input)->total_bytes());
  std::unique_ptr<BulkStream> stream = open_();
  return Converse(input->get(), stream.get());
}

absl::Status BulkUpload::Converse(InputStream* input, BulkStream* stream) {
  NoteLife();
  std::thread reader([this, stream] { ReadAll(stream); });
  absl::Status sent;
  {
    Ticker ticker(kTick, [this, stream] {
      progress_.Tick();
      CheckStall(stream);
    });
    sent = SendAll(input, stream);
    stream->CloseWrites();
    reader.join();
  }
  absl::Status answered = stream->Finish();
  std::lock_guard lock(mu_);
  if (std::exchange(stalled_, false)) {
    return absl::UnavailableError(
        absl::StrCat("nothing moved for ", FormatSeconds(options_.stall)));
  }
  return answered.ok() ? sent : answered;
}

absl::Status BulkUpload::SendAll(InputStream* input, BulkStream* stream) {
  v1::IngestHeader header;
  header.set_source(options_.source);
  header.set_file_name(InputLabel(path_));
  header.set_format(format_);
  header.set_ids_only(options_.ids_only);
  if (!stream->SendHeader(header)) return absl::OkStatus();
  // Where a record is no line, all is sent again.
  LineSkipper skipper(HasRecordsInLines(format_) ? acknowledged_ : 0);
  std::string chunk;
  while (true) {
    chunk.resize(kChunkBytes);
    auto count = input->Read(chunk.data(), chunk.size());
    if (!count.ok()) return count.status();
    if (*count == 0) return absl::OkStatus();
    chunk.resize(*count);
    skipper.Apply(&chunk);
    if (!chunk.empty() && !stream->SendChunk(chunk)) return absl::OkStatus();
    progress_.SetDone(input->bytes_read());
    NoteLife();
  }
}

void BulkUpload::ReadAll(BulkStream* stream) {
  std::vector<BulkResult> results;
  while (stream->Read(&results)) {
    NoteLife();
    for (const BulkResult& result : results) Take(result);
    progress_.SetRecords(tally_.total());
  }
}

void BulkUpload::Take(const BulkResult& result) {
  // Answered before the stream broke.
  if (result.record <= acknowledged_) return;
  acknowledged_ = result.record;
  switch (result.outcome) {
    case BulkResult::Outcome::kNew:
      ++tally_.created;
      break;
    case BulkResult::Outcome::kUpdated:
      ++tally_.updated;
      break;
    case BulkResult::Outcome::kUnchanged:
      ++tally_.unchanged;
      break;
    case BulkResult::Outcome::kRefused:
      ++tally_.refused;
      ShowRefusal(result);
      break;
  }
}

void BulkUpload::ShowRefusal(const BulkResult& result) {
  if (!options_.verbose && tally_.refused > kRefusalsShown) {
    if (tally_.refused == kRefusalsShown + 1) {
      progress_.Print(
          "further refusals are only counted; see them all with "
          "--verbose or `broadsheet dead-letters list`");
    }
    return;
  }
  const std::string file = path_ == "-" ? InputLabel(path_) : path_;
  std::string line = absl::StrCat(file, ":", result.record, ": ", result.field,
                                  ": ", result.rule);
  if (!result.id.empty()) absl::StrAppend(&line, " (", result.id, ")");
  progress_.Print(line);
}

void BulkUpload::NoteLife() {
  std::lock_guard lock(mu_);
  last_life_ = session_->clock->Now();
}

void BulkUpload::CheckStall(BulkStream* stream) {
  std::lock_guard lock(mu_);
  if (stalled_ || session_->clock->Now() - last_life_ < options_.stall) return;
  stalled_ = true;
  stream->Cancel();
}

// Damage names the file; a lost server is told with how far it all came.
absl::Status BulkUpload::Explain(const absl::Status& status) const {
  if (absl::IsDataLoss(status)) {
    return absl::DataLossError(
        absl::StrCat(path_, " ", status.message(), "; the ",
                     Count(tally_.total() - tally_.refused, "record"),
                     " before that went in"));
  }
  if (!absl::IsUnavailable(status) || acknowledged_ == 0) return status;
  return MakeError(
      status.code(), "STREAM_LOST",
      absl::StrCat(path_, ": lost ", session_->client->server(), " after ",
                   Count(tally_.total(), "acknowledged record"), " (",
                   Cause(status),
                   "); run it again: what is in already changes nothing"));
}

}  // namespace broadsheet::cli
