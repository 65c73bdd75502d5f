#include "ingest/paper_writer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ingest/paper_normalizer.h"
#include "ingest/source_precedence.h"

namespace broadsheet::ingest {
namespace {

v1::PaperResult ToResult(const Refusal& refusal) {
  v1::PaperResult result;
  result.set_paper_id(refusal.id);
  result.set_outcome(v1::PaperResult::OUTCOME_REFUSED);
  result.set_field(refusal.field);
  result.set_rule(refusal.rule);
  return result;
}

// Moves the papers to be stored into a request; withdrawals and refusals stay.
internal::v1::UpsertPapersRequest TakePapers(PaperBatcher::Batch* batch) {
  internal::v1::UpsertPapersRequest request;
  for (auto& item : *batch) {
    if (item.refusal || IsWithdrawal(item.message)) continue;
    *request.add_papers() = std::move(item.message);
    item.message.Clear();
  }
  return request;
}

bool HasWithdrawal(const PaperBatcher::Batch& batch) {
  return std::ranges::any_of(batch, [](const auto& item) {
    return !item.refusal && IsWithdrawal(item.message);
  });
}

}  // namespace

PaperWriter::PaperWriter(const Backend& backend, const Origin& origin,
                         PaperBatcher* batcher, const CallContext* call,
                         Answer answer)
    : backend_(backend),
      batcher_(batcher),
      call_(call),
      answer_(std::move(answer)),
      precedence_(SourcePrecedence(origin.format, origin.source)),
      upserter_(backend.store, call, MakeRetrier(backend, call)),
      dead_letters_(MakeDeadLetterBox(backend, origin, call)),
      retrier_(MakeRetrier(backend, call)) {}

absl::Status PaperWriter::Run() {
  while (true) {
    if (auto alive = call_->Alive(); !alive.ok()) return alive;
    if (auto batch = NextBatch()) {
      auto sent = Send(*std::move(batch));
      if (!sent.ok()) return sent;
      continue;
    }
    if (sent_.empty()) break;
    if (auto status = AnswerOldest(); !status.ok()) return status;
  }
  upserter_.Finish();
  return absl::OkStatus();
}

// Waits for input only when no answer is due.
std::optional<PaperBatcher::Batch> PaperWriter::NextBatch() {
  if (sent_.empty()) return batcher_->Next();
  if (!MaySend()) return std::nullopt;
  return batcher_->TryNext();
}

// A batch is withdrawn from only when it is answered: what comes behind it
// waits, or it would be stored first. So only the latest can have withdrawals.
bool PaperWriter::MaySend() const {
  return sent_.size() < backend_.max_unanswered && !sent_.back().withdraws &&
         upserter_.HasRoom();
}

absl::Status PaperWriter::Send(PaperBatcher::Batch batch) {
  const bool withdraws = HasWithdrawal(batch);
  internal::v1::UpsertPapersRequest request = TakePapers(&batch);
  request.set_precedence(precedence_);
  const int papers = request.papers_size();
  while (papers > 0 && !upserter_.Send(&request)) {
    if (auto status = AnswerOldest(); !status.ok()) return status;
  }
  sent_.push_back({std::move(batch), papers, withdraws, backend_.clock->Now()});
  return absl::OkStatus();
}

absl::Status PaperWriter::AnswerOldest() {
  Sent sent = std::move(sent_.front());
  sent_.pop_front();
  internal::v1::UpsertPapersResponse stored;
  if (sent.papers > 0) {
    auto received = upserter_.Receive();
    if (!received.ok()) return received.status();
    stored = *std::move(received);
    Reach(stored.position());
  }
  v1::IngestPapersResponse response;
  int next = 0;
  for (const auto& item : sent.items) {
    v1::PaperResult* result = response.add_results();
    if (item.refusal) {
      *result = ToResult(*item.refusal);
    } else if (IsWithdrawal(item.message)) {
      auto withdrawn = Withdraw(item.message.id());
      if (!withdrawn.ok()) return withdrawn.status();
      *result = *std::move(withdrawn);
    } else {
      *result = std::move(*stored.mutable_results(next++));
    }
    result->set_record(item.record);
    backend_.metrics->Count(result->outcome());
  }
  *response.mutable_position() = position_;
  if (auto status = KeepDeadLetters(sent, response); !status.ok()) {
    return status;
  }
  backend_.metrics->ObserveBatch(backend_.clock->Now() - sent.at);
  if (answer_(response)) return absl::OkStatus();
  return absl::CancelledError("the client has gone");
}

absl::StatusOr<v1::PaperResult> PaperWriter::Withdraw(
    const std::string& paper_id) {
  internal::v1::SetWithdrawnRequest request;
  request.set_paper_id(paper_id);
  request.set_withdrawn(true);
  auto answer = backend_.store->SetWithdrawn(*call_, request);
  // An unknown paper is on no list.
  while (!answer.ok() && !absl::IsNotFound(answer.status())) {
    auto status = retrier_.WaitAfter(answer.status());
    if (!status.ok()) return status;
    answer = backend_.store->SetWithdrawn(*call_, request);
  }
  retrier_.Succeeded();
  v1::PaperResult result;
  result.set_paper_id(paper_id);
  result.set_outcome(v1::PaperResult::OUTCOME_UNCHANGED);
  if (!answer.ok()) return result;
  // Also when it stood already: an earlier try may have made it so.
  Reach(answer->position());
  if (answer->changed()) result.set_outcome(v1::PaperResult::OUTCOME_UPDATED);
  return result;
}

// Batches of several streams are not committed in the order of their answers.
void PaperWriter::Reach(const v1::Position& position) {
  if (position.epoch() == position_.epoch() &&
      position.commit() < position_.commit()) {
    return;
  }
  position_ = position;
}

absl::Status PaperWriter::KeepDeadLetters(
    const Sent& sent, const v1::IngestPapersResponse& response) {
  std::vector<Refusal> refusals;
  for (size_t i = 0; i < sent.items.size(); ++i) {
    const v1::PaperResult& result = response.results(static_cast<int>(i));
    if (result.outcome() != v1::PaperResult::OUTCOME_REFUSED) continue;
    if (sent.items[i].refusal) {
      refusals.push_back(*sent.items[i].refusal);
    } else {  // By storage.
      refusals.push_back({result.record(), result.paper_id(), result.field(),
                          result.rule(), "", /*as_message=*/true});
    }
  }
  return dead_letters_.Add(refusals);
}

}  // namespace broadsheet::ingest
