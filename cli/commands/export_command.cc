// export, reader: what the newspaper holds, as JSON lines; a reader's end.

#include <functional>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/output_file.h"
#include "cli/progress.h"
#include "cli/record_json.h"
#include "cli/ticker.h"

namespace broadsheet::cli {
namespace {

constexpr absl::Duration kTick = absl::Milliseconds(200);
// An erasure that did not end in time goes on with the next call.
constexpr int kEraseTries = 20;

struct ExportArguments {
  std::string what;
  std::string output;
  std::string category;
  std::string first_day;
  std::string last_day;
};

struct ReaderArguments {
  std::string reader;
  std::string output;
  bool yes = false;
};

using RecordTaker =
    std::function<absl::Status(const v1::ExportRecordsResponse&)>;

v1::RecordKind KindNamed(const std::string& what) {
  if (what == "papers") return v1::RECORD_KIND_PAPERS;
  if (what == "events") return v1::RECORD_KIND_EVENTS;
  return v1::RECORD_KIND_SUBMISSIONS;
}

std::string NounOf(const std::string& what) {
  if (what == "papers") return "paper";
  return what == "events" ? "event" : "submission";
}

// Writes the records that stand between the days and in the category.
class RecordWriter {
 public:
  RecordWriter(const ExportArguments& arguments, OutputFile* out)
      : arguments_(arguments), out_(out) {}

  void Take(const v1::ExportRecordsResponse& part) {
    for (const v1::Paper& paper : part.papers()) {
      if (IsWanted(paper)) Put(PaperRecord(paper));
    }
    for (const v1::Event& event : part.events()) Put(EventRecord(event));
    for (const v1::Submission& submission : part.submissions()) {
      if (IsWithin(submission.day())) Put(SubmissionRecord(submission));
    }
  }
  int64_t count() const { return count_; }

 private:
  void Put(const std::string& line) {
    out_->Write(line);
    ++count_;
  }

  bool IsWithin(const std::string& day) const {
    return (arguments_.first_day.empty() || day >= arguments_.first_day) &&
           (arguments_.last_day.empty() ||
            (!day.empty() && day <= arguments_.last_day));
  }

  bool IsWanted(const v1::Paper& paper) const {
    // What it said is in the record of the paper that it was found to be.
    if (!paper.merged_into().empty()) return false;
    if (!IsWithin(paper.announced())) return false;
    if (arguments_.category.empty()) return true;
    for (const std::string& category : paper.categories()) {
      if (category == arguments_.category) return true;
    }
    return false;
  }

  const ExportArguments& arguments_;
  OutputFile* const out_;
  int64_t count_ = 0;
};

// The public list of papers, for those who are not the operator.
absl::Status ListAll(Session& session, const ExportArguments& arguments,
                     const RecordTaker& take) {
  v1::ListPapersRequest request;
  request.set_category(arguments.category);
  request.set_first_day(arguments.first_day);
  request.set_last_day(arguments.last_day);
  absl::Status failed;
  absl::Status read = ForEachPage(
      request, std::numeric_limits<int64_t>::max(),
      [&](const auto& page) { return session.client->ListPapers(page); },
      [&](v1::ListPapersResponse page) {
        const int papers = page.papers_size();
        v1::ExportRecordsResponse part;
        part.mutable_papers()->Swap(page.mutable_papers());
        failed.Update(take(part));
        return papers;
      });
  return failed.ok() ? read : failed;
}

absl::Status ReadAll(Session& session, const ExportArguments& arguments,
                     const RecordTaker& take) {
  absl::Status read =
      session.client->ExportRecords(KindNamed(arguments.what), take);
  const bool refused =
      absl::IsUnauthenticated(read) || absl::IsPermissionDenied(read);
  if (!refused || arguments.what != "papers") return read;
  return ListAll(session, arguments, take);
}

absl::StatusOr<ExitCode> Export(Session& session,
                                const ExportArguments& arguments) {
  const std::string noun = NounOf(arguments.what);
  OutputFile out(arguments.output, session.console->out);
  if (absl::Status opened = out.Open(); !opened.ok()) return opened;
  RecordWriter writer(arguments, &out);
  {
    Progress progress(session.console, session.clock, "export", noun);
    Ticker ticker(kTick, [&progress] { progress.Tick(); });
    absl::Status read =
        ReadAll(session, arguments, [&](const v1::ExportRecordsResponse& part) {
          writer.Take(part);
          progress.SetRecords(writer.count());
          return out.Check();
        });
    if (!read.ok()) return read;
  }
  if (absl::Status written = out.Commit(); !written.ok()) return written;
  *session.console->err << "exported " << Count(writer.count(), noun) << "\n";
  return ExitCode::kOk;
}

// The first page says what is there once; events go on over all pages.
absl::StatusOr<ExitCode> ExportReader(Session& session,
                                      const ReaderArguments& arguments) {
  OutputFile out(arguments.output, session.console->out);
  if (absl::Status opened = out.Open(); !opened.ok()) return opened;
  v1::ExportReaderRequest request;
  request.set_reader_id(arguments.reader);
  int64_t events = 0;
  do {
    const auto page = session.client->ExportReader(request);
    if (!page.ok()) return page.status();
    if (request.page_token().empty()) {
      out.Write(ReaderRecord(arguments.reader, *page));
    }
    for (const v1::Submission& submission : page->submissions()) {
      out.Write(SubmissionRecord(submission));
    }
    for (const v1::Retraction& retraction : page->retractions()) {
      out.Write(RetractionRecord(retraction));
    }
    for (const v1::Event& event : page->events()) out.Write(EventRecord(event));
    for (const v1::Comment& comment : page->comments()) {
      out.Write(CommentRecord(comment));
    }
    events += page->events_size();
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  if (absl::Status written = out.Commit(); !written.ok()) return written;
  *session.console->err << "exported " << Count(events, "event") << "\n";
  return ExitCode::kOk;
}

absl::StatusOr<ExitCode> EraseReader(Session& session,
                                     const ReaderArguments& arguments) {
  if (!arguments.yes) {
    return UsageError(
        "nothing brings an erased reader back: say --yes, after `broadsheet "
        "reader export` if the data are wanted");
  }
  v1::EraseReaderRequest request;
  request.set_reader_id(arguments.reader);
  auto erased = session.client->EraseReader(request);
  for (int tries = 1; tries < kEraseTries; ++tries) {
    if (!absl::IsDeadlineExceeded(erased.status())) break;
    erased = session.client->EraseReader(request);
  }
  if (!erased.ok()) return erased.status();
  *session.console->out << "erased " << Count(erased->events(), "event") << ", "
                        << Count(erased->tokens(), "token") << ", "
                        << Count(erased->subscriptions(), "subscription")
                        << " and the name on "
                        << Count(erased->submissions(), "submission") << "\n";
  return ExitCode::kOk;
}

void AddOutput(Syntax command, std::string* output) {
  command.Add("--output", output,
              "File that gets it, in place of standard output");
}

void DeclareExport(Syntax command, ExportArguments* arguments) {
  command
      .Add("WHAT", &arguments->what,
           "papers (which `ingest` reads again), events (which "
           "`events` reads again) or lists (what was submitted when)")
      .Required()
      .OneOf({"papers", "events", "lists"});
  AddOutput(command, &arguments->output);
  command.Add("--category", &arguments->category,
              "Only papers of this category");
  command
      .Add("--from", &arguments->first_day,
           "Only papers announced, or lists of, this day or later")
      .Day();
  command
      .Add("--until", &arguments->last_day,
           "Only papers announced, or lists of, this day or earlier")
      .Day();
}

void DeclareReader(Syntax command, ReaderArguments* arguments) {
  command.Add("READER", &arguments->reader, "The reader").Required().Short(100);
}

void DeclareReaderExport(Syntax command, ReaderArguments* arguments) {
  DeclareReader(command, arguments);
  AddOutput(command, &arguments->output);
}

void DeclareErasure(Syntax command, ReaderArguments* arguments) {
  DeclareReader(command, arguments);
  command.Flag("--yes", &arguments->yes, "Really");
}

}  // namespace

void AddExportCommands(Syntax app, Command* chosen) {
  AddCommand<ExportArguments>(app, chosen, "export",
                              "Writes all papers, events or lists as JSON "
                              "lines",
                              DeclareExport, Export);
  const Syntax reader =
      app.Group("reader", "All that is kept about one reader");
  AddCommand<ReaderArguments>(reader, chosen, "export",
                              "Writes it as JSON lines", DeclareReaderExport,
                              ExportReader);
  AddCommand<ReaderArguments>(reader, chosen, "erase",
                              "Deletes it, for good and everywhere",
                              DeclareErasure, EraseReader);
}

}  // namespace broadsheet::cli
