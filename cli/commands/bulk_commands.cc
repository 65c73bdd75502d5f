// ingest, events: files into the newspaper.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/bulk_upload.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/input_format.h"
#include "cli/text_width.h"
#include "common/errors.h"
#include "common/sizes.h"

namespace broadsheet::cli {
namespace {

struct BulkArguments {
  std::vector<std::string> files;
  std::string source;
  bool ids_only = false;
  std::string format;
  bool verbose = false;
};

// "papers.jsonl.gz: 37,297 papers: 37,297 created, ... in 12.3 s (3,032/s)".
std::string Summary(const std::string& label, const std::string& noun,
                    const BulkTally& tally, absl::Duration took) {
  const bool events = noun == "event";
  std::string counts = absl::StrCat(WithCommas(tally.created),
                                    events ? " appended, " : " created, ");
  if (!events) {
    absl::StrAppend(&counts, WithCommas(tally.updated), " updated, ");
  }
  absl::StrAppend(&counts, WithCommas(tally.unchanged),
                  events ? " known already, " : " unchanged, ",
                  WithCommas(tally.refused), " refused");
  const double seconds = absl::ToDoubleSeconds(took);
  const double rate =
      seconds > 0 ? static_cast<double>(tally.total()) / seconds : 0;
  return SafeLine(absl::StrCat(label, ": ", Count(tally.total(), noun), ": ",
                               counts, absl::StrFormat(" in %.1f s (", seconds),
                               WithCommas(static_cast<int64_t>(rate)), "/s)"));
}

// What an error about one file means: the next file may still be good.
bool ConcernsFile(const absl::Status& status) {
  return absl::IsDataLoss(status) || absl::IsNotFound(status);
}

// Sends all files; the worst result is the exit code.
class BulkRun {
 public:
  BulkRun(Session* session, BulkOptions options, BulkUpload::OpenStream open)
      : session_(session),
        options_(std::move(options)),
        open_(std::move(open)),
        started_(session->clock->Now()) {}

  absl::Status Send(const std::string& path) {
    const absl::Time start = session_->clock->Now();
    absl::Status status;
    BulkTally tally;
    {
      BulkUpload upload(session_, options_, path, open_);
      status = upload.Run();
      tally = upload.tally();
    }
    total_.Add(tally);
    if (status.ok() || tally.total() > 0) {
      PrintSummary(InputLabel(path), tally, session_->clock->Now() - start);
    }
    if (status.ok()) return status;
    if (!ConcernsFile(status)) return status;
    *session_->console->err << SafeLine(AsStd(status.message())) << "\n";
    (absl::IsDataLoss(status) ? damaged_ : unreadable_) = true;
    return absl::OkStatus();
  }

  ExitCode Finish(size_t files) {
    if (files > 1) {
      PrintSummary("total", total_, session_->clock->Now() - started_);
    }
    if (unreadable_) return ExitCode::kFailed;
    if (damaged_ || total_.refused > 0) return ExitCode::kSomeRefused;
    return ExitCode::kOk;
  }

 private:
  void PrintSummary(const std::string& label, const BulkTally& tally,
                    absl::Duration took) {
    *session_->console->out << Summary(label, options_.noun, tally, took)
                            << std::endl;
  }

  Session* const session_;
  const BulkOptions options_;
  const BulkUpload::OpenStream open_;
  const absl::Time started_;
  BulkTally total_;
  bool damaged_ = false;
  bool unreadable_ = false;
};

absl::StatusOr<ExitCode> SendFiles(Session& session,
                                   const BulkArguments& arguments,
                                   const std::string& noun,
                                   BulkUpload::OpenStream open) {
  BulkRun run(&session,
              {.source = arguments.source,
               .ids_only = arguments.ids_only,
               .format = InputFormatNamed(arguments.format),
               .noun = noun,
               .verbose = arguments.verbose},
              std::move(open));
  for (const std::string& file : arguments.files) {
    absl::Status sent = run.Send(file);
    if (!sent.ok()) return sent;
  }
  return run.Finish(arguments.files.size());
}

absl::StatusOr<ExitCode> Ingest(Session& session,
                                const BulkArguments& arguments) {
  return SendFiles(session, arguments, "paper",
                   [&session] { return session.client->OpenPaperStream(); });
}

absl::StatusOr<ExitCode> Events(Session& session,
                                const BulkArguments& arguments) {
  return SendFiles(session, arguments, "event",
                   [&session] { return session.client->OpenEventStream(); });
}

void DeclareFiles(Syntax command, BulkArguments* arguments) {
  command
      .Add("FILE", &arguments->files,
           "Plain, .gz or .zst; \"-\" is standard input")
      .Required();
  command.Flag("--verbose", &arguments->verbose,
               "Show all refused records, not the first 20");
}

void DeclareIngest(Syntax command, BulkArguments* arguments) {
  DeclareFiles(command, arguments);
  command
      .Add("--source", &arguments->source,
           "Name of the source, [a-z0-9-]; goes before ids that are "
           "not arXiv's (default: by the format)")
      .Short(40);
  command.Flag("--ids-only", &arguments->ids_only,
               "Make bare catalogue entries of records that have only an "
               "id");
  command
      .Add("--format", &arguments->format,
           "What the files are in; default: by name and content")
      .OneOf(InputFormatNames());
}

void DeclareEvents(Syntax command, BulkArguments* arguments) {
  DeclareFiles(command, arguments);
  arguments->format = "jsonl";
}

}  // namespace

void AddBulkCommands(Syntax app, Command* chosen) {
  AddCommand<BulkArguments>(app, chosen, "ingest", "Takes papers in from files",
                            DeclareIngest, Ingest);
  AddCommand<BulkArguments>(app, chosen, "events",
                            "Takes readers' events in from files of JSON lines",
                            DeclareEvents, Events);
}

}  // namespace broadsheet::cli
