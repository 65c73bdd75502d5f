#include "ingest/dead_letter_box.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/content_id.h"
#include "ingest/timestamps.h"

namespace broadsheet::ingest {
namespace {

constexpr int kMaxLettersInCall = 500;
// A call ends with the letter that reaches this.
constexpr size_t kEnoughBytes = 1 << 20;

}  // namespace

DeadLetterBox::DeadLetterBox(Origin origin, Store* store, const Clock* clock,
                             const CallContext* call, Retrier retrier)
    : origin_(std::move(origin)),
      store_(store),
      clock_(clock),
      call_(call),
      retrier_(std::move(retrier)) {}

v1::DeadLetter DeadLetterBox::ToLetter(const Refusal& refusal) const {
  v1::DeadLetter letter;
  letter.set_id(ContentId({origin_.source, origin_.file_name,
                           absl::StrCat(refusal.record), refusal.id,
                           refusal.field, refusal.rule, refusal.excerpt}));
  letter.set_source(origin_.source);
  letter.set_file_name(origin_.file_name);
  letter.set_record(refusal.record);
  letter.set_paper_id(refusal.id);
  letter.set_field(refusal.field);
  letter.set_rule(refusal.rule);
  letter.set_excerpt(refusal.excerpt);
  SetTimestamp(clock_->Now(), letter.mutable_at());
  if (!refusal.as_message) letter.set_format(origin_.format);
  letter.set_ids_only(origin_.ids_only);
  letter.set_complete(IsWhole(refusal));
  letter.set_event(origin_.event);
  return letter;
}

absl::Status DeadLetterBox::Add(const std::vector<Refusal>& refusals) {
  for (size_t at = 0; at < refusals.size();) {
    internal::v1::AddDeadLettersRequest request;
    size_t bytes = 0;
    while (at < refusals.size() && bytes < kEnoughBytes &&
           request.dead_letters_size() < kMaxLettersInCall) {
      bytes += refusals[at].excerpt.size();
      *request.add_dead_letters() = ToLetter(refusals[at++]);
    }
    auto answer = store_->AddDeadLetters(*call_, request);
    while (!answer.ok()) {
      auto status = retrier_.WaitAfter(answer.status());
      if (!status.ok()) return status;
      answer = store_->AddDeadLetters(*call_, request);
    }
    retrier_.Succeeded();
  }
  return absl::OkStatus();
}

}  // namespace broadsheet::ingest
