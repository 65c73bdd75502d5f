// feed: readers' own lists.

#include <deque>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cli/commands/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/paging.h"
#include "cli/id_file.h"
#include "cli/paper_printer.h"
#include "cli/text_width.h"
#include "common/errors.h"

namespace broadsheet::cli {
namespace {

constexpr size_t kMaxReaders = 10'000'000;
constexpr size_t kMaxCandidates = 50'000;

struct FeedArguments {
  std::string reader;
  std::string readers_file;
  std::string ranking = "reading";
  std::string candidates_file;
  std::vector<std::string> categories;
  std::string edition;
  ListArguments list;
};

struct ReadersFeed {
  std::vector<v1::ListedPaper> papers;
  // Why the list is not the usual one; empty when it is.
  std::string degraded;
};

absl::StatusOr<ReadersFeed> FetchFeed(Session& session,
                                      const v1::FeedRequest& request,
                                      int limit) {
  ReadersFeed feed;
  absl::Status status = ForEachPage(
      request, limit,
      [&](const auto& page) { return session.client->Feed(page); },
      [&](const v1::FeedResponse& page) {
        feed.papers.insert(feed.papers.end(), page.papers().begin(),
                           page.papers().end());
        feed.degraded = page.info().degraded();
        return page.papers_size();
      });
  if (!status.ok()) return status;
  return feed;
}

void PrintFeed(const Console& console, const std::string& reader,
               const ReadersFeed& feed, bool json) {
  PrintDegraded(console, feed.degraded);
  if (json) {
    *console.out << RankedJson(feed.papers, reader);
    return;
  }
  if (!reader.empty()) *console.out << SafeLine(reader) << ":\n";
  if (feed.papers.empty()) {
    *console.out << "no papers\n";
  } else {
    *console.out << RankedTable(feed.papers, console);
  }
}

// Errors that are this reader's alone; the next one may be served.
bool ConcernsReader(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsInvalidArgument(status);
}

absl::StatusOr<v1::FeedRequest> MakeRequest(const FeedArguments& arguments) {
  v1::FeedRequest request;
  request.set_ranking(arguments.ranking == "relevance" ? v1::RANKING_RELEVANCE
                                                       : v1::RANKING_READING);
  request.set_view(arguments.list.json ? v1::PAPER_VIEW_ID
                                       : v1::PAPER_VIEW_FULL);
  request.mutable_categories()->Add(arguments.categories.begin(),
                                    arguments.categories.end());
  request.set_edition(arguments.edition);
  if (arguments.candidates_file.empty()) return request;
  auto ids = ReadIds(arguments.candidates_file, kMaxCandidates);
  if (!ids.ok()) return ids.status();
  // No candidates at all would mean: rank everything.
  if (ids->empty()) {
    return UsageError(absl::StrCat(arguments.candidates_file, " has no ids"));
  }
  request.mutable_candidate_ids()->Add(ids->begin(), ids->end());
  return request;
}

absl::StatusOr<std::vector<std::string>> ReadersOf(
    const FeedArguments& arguments) {
  if (arguments.readers_file.empty()) return std::vector{arguments.reader};
  return ReadIds(arguments.readers_file, kMaxReaders);
}

// Fetches the feeds of many readers, a few at a time, and hands them out in
// order.
class FeedQueue {
 public:
  using Result = absl::StatusOr<ReadersFeed>;

  FeedQueue(Session* session, const v1::FeedRequest* request, int limit,
            const std::vector<std::string>* readers)
      : session_(session),
        request_(request),
        limit_(limit),
        readers_(readers) {}

  // The feed of the next reader. At most once for each.
  Result Next() {
    while (started_ < readers_->size() && running_.size() < kAtOnce) {
      running_.push_back(
          std::async(std::launch::async, [this, at = started_++] {
            v1::FeedRequest request = *request_;
            request.set_reader_id((*readers_)[at]);
            return FetchFeed(*session_, request, limit_);
          }));
    }
    std::future<Result> first = std::move(running_.front());
    running_.pop_front();
    return first.get();
  }

 private:
  static constexpr size_t kAtOnce = 4;

  Session* const session_;
  const v1::FeedRequest* const request_;
  const int limit_;
  const std::vector<std::string>* const readers_;
  size_t started_ = 0;
  std::deque<std::future<Result>> running_;
};

absl::StatusOr<ExitCode> Feed(Session& session,
                              const FeedArguments& arguments) {
  auto readers = ReadersOf(arguments);
  if (!readers.ok()) return readers.status();
  auto request = MakeRequest(arguments);
  if (!request.ok()) return request.status();
  FeedQueue queue(&session, &*request, arguments.list.limit, &*readers);
  ExitCode code = ExitCode::kOk;
  for (const std::string& reader : *readers) {
    auto feed = queue.Next();
    if (feed.ok()) {
      PrintFeed(*session.console, reader, *feed, arguments.list.json);
      continue;
    }
    if (readers->size() == 1 || !ConcernsReader(feed.status())) {
      return feed.status();
    }
    *session.console->err << SafeLine(absl::StrCat(reader, ": ",
                                                   feed.status().message()))
                          << "\n";
    code = ExitCode::kSomeRefused;
  }
  return code;
}

void DeclareFeed(Syntax command, FeedArguments* arguments) {
  const Syntax who = command.AtMostOneOf("whose");
  who.Add("--reader", &arguments->reader,
          "The reader's id; default: the token's reader")
      .Short(100);
  who.Add("--readers", &arguments->readers_file,
          "A file of reader ids, one a line: a feed for each");
  command
      .Add("--ranking", &arguments->ranking,
           "reading: diverse, fresh, with some exploration; relevance: "
           "by the models alone")
      .ShowDefault()
      .OneOf({"reading", "relevance"});
  command.Add("--candidates", &arguments->candidates_file,
              "Rank only the papers of this file, one id a line");
  command.Add("--category", &arguments->categories,
              "Only papers of this category; may be repeated");
  command.Add("--edition", &arguments->edition, "Only papers of this edition")
      .Short(40);
  AddListArguments(command, &arguments->list);
}

}  // namespace

void AddFeedCommand(Syntax app, Command* chosen) {
  AddCommand<FeedArguments>(app, chosen, "feed", "Readers' own lists",
                            DeclareFeed, Feed);
}

}  // namespace broadsheet::cli
