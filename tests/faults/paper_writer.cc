#include "tests/faults/paper_writer.h"

#include <iterator>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/support/made_subjects.h"

namespace broadsheet::faults {
namespace {

constexpr size_t kPapers = 60;
constexpr size_t kBatch = 10;
constexpr absl::Duration kStreamLimit = absl::Seconds(20);

using testing::kMadeSubjects;
using testing::MadeSubject;

std::string Title(int number, const char* subject, int version) {
  return absl::StrCat("Study ", number, " of ", subject, ", version ", version);
}

}  // namespace

PaperWriter::PaperWriter(int number, uint64_t seed, const Clients* clients,
                         Journal* journal)
    : number_(number),
      clients_(clients),
      journal_(journal),
      draws_(seed),
      reads_(clients, journal, &draws_) {}

void PaperWriter::Round() {
  const Papers papers = Compose();
  Papers left = Send(papers);
  while (!left.empty() && !abandoned()) {
    for (const v1::Paper& paper : left) mine_.erase(paper.id());
    journal_->Count("papers sent again");
    absl::SleepFor(
        draws_.Between(absl::Milliseconds(50), absl::Milliseconds(400)));
    left = Send(left);
  }
  if (left.empty()) CheckOne(papers);
}

v1::Paper PaperWriter::NewPaper() {
  const int number = ++made_;
  const MadeSubject& subject =
      kMadeSubjects[draws_.Below(std::size(kMadeSubjects))];
  v1::Paper paper;
  paper.set_id(absl::StrFormat("26%02d.%05d", number_, number));
  paper.set_title(Title(number, subject.name, 1));
  paper.set_abstract(
      absl::StrCat("We study ", subject.name, " in case number", number, "."));
  paper.add_authors(absl::StrCat("Author ", number / 8, " Example"));
  paper.add_categories(subject.category);
  paper.set_announced(absl::StrFormat("2026-01-%02d", 1 + number % 28));
  return paper;
}

std::string PaperWriter::PickMine(const std::set<std::string>& taken) {
  if (mine_.empty()) return "";
  auto found = mine_.begin();
  std::advance(found, draws_.Below(mine_.size()));
  return taken.contains(found->first) ? "" : found->first;
}

PaperWriter::Papers PaperWriter::Compose() {
  Papers papers;
  std::set<std::string> taken;
  while (papers.size() < kPapers) {
    const bool change = draws_.Chance(15);
    const std::string id = change ? PickMine(taken) : "";
    v1::Paper paper = id.empty() ? NewPaper() : mine_[id];
    if (!id.empty() && draws_.Chance(25)) {
      paper.set_withdrawn(true);
      mine_.erase(id);
    } else if (!id.empty()) {
      paper.set_title(Title(made_, kMadeSubjects[0].name, 2));
    }
    taken.insert(paper.id());
    if (!paper.withdrawn()) mine_[paper.id()] = paper;
    papers.push_back(paper);
  }
  return papers;
}

PaperWriter::Papers PaperWriter::Send(const Papers& papers) {
  const auto context = clients_->Context(kStreamLimit);
  const auto stream = clients_->ingest().IngestPapers(context.get());
  std::thread writing([&] { WriteAll(papers, stream.get()); });
  std::set<size_t> acknowledged;
  v1::IngestPapersResponse response;
  while (stream->Read(&response)) Take(papers, response, &acknowledged);
  // Else the writing thread might wait for a stream that is over.
  context->TryCancel();
  writing.join();
  const absl::Status status = FromGrpc(stream->Finish());
  Papers left;
  for (size_t i = 0; i < papers.size(); ++i) {
    if (!acknowledged.contains(i)) left.push_back(papers[i]);
  }
  if (!left.empty() && !status.ok() && !IsTrouble(status)) {
    journal_->Violation("ingestion failed for good: " + status.ToString());
  }
  return left;
}

// Slowly, so that faults come in the middle.
void PaperWriter::WriteAll(
    const Papers& papers,
    grpc::ClientReaderWriter<v1::IngestPapersRequest, v1::IngestPapersResponse>*
        stream) {
  v1::IngestPapersRequest header;
  header.mutable_header()->set_source("faults");
  bool open = stream->Write(header);
  for (size_t i = 0; open && i < papers.size();) {
    v1::IngestPapersRequest request;
    auto* batch = request.mutable_batch();
    for (size_t end = i + kBatch; i < end && i < papers.size(); ++i) {
      v1::Paper* paper = batch->add_papers();
      *paper = papers[i];
      if (!paper->withdrawn()) continue;
      // Every second one by its id alone, which is another way into storage.
      if (i % 2 == 0) paper->clear_title();
      if (i % 2 == 0) paper->clear_abstract();
    }
    open = stream->Write(request);
    absl::SleepFor(absl::Milliseconds(30));
  }
  if (open) stream->WritesDone();
}

void PaperWriter::Take(const Papers& papers,
                       const v1::IngestPapersResponse& response,
                       std::set<size_t>* acknowledged) {
  position_ = response.position();
  for (const v1::PaperResult& result : response.results()) {
    const auto index = static_cast<size_t>(result.record() - 1);
    if (index >= papers.size() || papers[index].id() != result.paper_id()) {
      journal_->Violation("an answer about a paper that was not sent");
      continue;
    }
    if (result.outcome() == v1::PaperResult::OUTCOME_REFUSED) {
      journal_->Violation(
          absl::StrCat("refused: ", result.field(), " ", result.rule()));
      continue;
    }
    if (!acknowledged->insert(index).second) {
      journal_->Violation("a paper was acknowledged twice in a stream");
    }
    journal_->Acknowledged(papers[index]);
  }
}

// The last of a stream: its position has all of them.
void PaperWriter::CheckOne(const Papers& papers) {
  const v1::Paper* chosen = &draws_.Pick(papers);
  for (const v1::Paper& paper : papers) {
    if (paper.withdrawn() && draws_.Chance(50)) chosen = &paper;
  }
  reads_.CheckSearch(chosen->id(), chosen->withdrawn(), position_);
}

}  // namespace broadsheet::faults
