#include "ingest/dead_letter_retry.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "common/errors.h"
#include "common/sizes.h"
#include "google/protobuf/util/json_util.h"
#include "ingest/letter_document.h"
#include "ingest/pipeline.h"
#include "ingest/quiet_store.h"

namespace broadsheet::ingest {
namespace {

constexpr int kMaxLetters = 1000;
// Letters have up to 64 KiB.
constexpr int kPageSize = 32;
// With less time left the caller gets what is done and a page token.
constexpr absl::Duration kLastPage = absl::Seconds(5);

// What became of a letter.
struct Verdict {
  bool answered = false;
  bool refused = false;
  std::string field;
  std::string rule;
};

using Letters = std::vector<const v1::DeadLetter*>;

// Numbers all records of a letter alike.
template <class Message>
class LetterSink final : public RecordSink<Message> {
 public:
  LetterSink(int64_t number, RecordSink<Message>* sink)
      : number_(number), sink_(sink) {}
  void OnRecord(int64_t /*record*/, Message message,
                std::string_view raw) override {
    sink_->OnRecord(number_, std::move(message), raw);
  }
  void OnRefusal(Refusal refusal) override {
    refusal.record = number_;
    sink_->OnRefusal(std::move(refusal));
  }

 private:
  const int64_t number_;
  RecordSink<Message>* sink_;
};

const v1::PaperResult& ResultOf(const v1::PaperResult& result) {
  return result;
}
const v1::EventResult& ResultOf(const v1::NumberedEventResult& result) {
  return result.result();
}
bool IsRefused(const v1::PaperResult& result) {
  return result.outcome() == v1::PaperResult::OUTCOME_REFUSED;
}
bool IsRefused(const v1::EventResult& result) {
  return result.outcome() == v1::EventResult::OUTCOME_REFUSED;
}

// Letters of one source and format, all papers or all events.
template <class Stream>
class Group {
 public:
  Group(const Backend& backend, const CallContext& call, const Letters& letters)
      : store_(backend.store), letters_(letters), verdicts_(letters.size()) {
    Backend quiet = backend;
    quiet.store = &store_;
    v1::IngestHeader header;
    header.set_source(letters.front()->source());
    header.set_format(letters.front()->format());
    header.set_ids_only(letters.front()->ids_only());
    pipeline_ = std::make_unique<Pipeline<Stream>>(
        quiet, header, &call, [this](const auto& response) { Take(response); });
  }

  absl::StatusOr<std::vector<Verdict>> Run() {
    for (size_t i = 0; i < letters_.size(); ++i) Read(i);
    if (auto done = pipeline_->Finish(); !done.ok()) return done;
    return verdicts_;
  }
  // After Run.
  const v1::Position& position() const { return position_; }

 private:
  void Read(size_t index) {
    const v1::DeadLetter& letter = *letters_[index];
    LetterSink<typename Stream::Message> sink(static_cast<int64_t>(index) + 1,
                                              pipeline_->sink());
    if (letter.format() == v1::INPUT_FORMAT_UNSPECIFIED) {
      typename Stream::Message message;
      const auto parsed = google::protobuf::util::JsonStringToMessage(
          letter.excerpt(), &message);
      if (parsed.ok()) sink.OnRecord(1, std::move(message), "");
      return;
    }
    const auto reader = Stream::MakeReader(letter.format(), &sink);
    if (reader == nullptr) return;
    reader->Feed(AsDocument(letter));
    reader->Finish();
  }

  void Take(const typename Stream::Response& response) {
    for (const auto& numbered : response.results()) {
      Verdict& verdict =
          verdicts_.at(static_cast<size_t>(numbered.record()) - 1);
      const auto& result = ResultOf(numbered);
      verdict.answered = true;
      if (!IsRefused(result)) continue;
      verdict.refused = true;
      verdict.field = result.field();
      verdict.rule = result.rule();
    }
    position_ = response.position();
  }

  QuietStore store_;
  const Letters letters_;
  std::vector<Verdict> verdicts_;
  v1::Position position_;
  std::unique_ptr<Pipeline<Stream>> pipeline_;  // Last: its thread uses these.
};

// One call of RetryDeadLetters.
class Retry {
 public:
  Retry(const Backend& backend, const CallContext& call)
      : backend_(backend), call_(call) {}

  absl::StatusOr<v1::RetryDeadLettersResponse> RunIds(
      const v1::RetryDeadLettersRequest& request) {
    for (int i = 0; i < request.ids_size(); i += kPageSize) {
      internal::v1::ListDeadLettersRequest query;
      query.mutable_query()->set_page_size(kPageSize);
      const int end = std::min(i + kPageSize, request.ids_size());
      for (int j = i; j < end; ++j) query.add_ids(request.ids(j));
      auto page = ReadPage(query);
      if (!page.ok()) return page.status();
    }
    return response_;
  }

  absl::StatusOr<v1::RetryDeadLettersResponse> RunSource(
      const v1::RetryDeadLettersRequest& request) {
    internal::v1::ListDeadLettersRequest query;
    query.mutable_query()->set_page_size(kPageSize);
    query.mutable_query()->set_source(request.source());
    query.mutable_query()->set_page_token(request.page_token());
    while (true) {
      auto next = ReadPage(query);
      if (!next.ok()) return next.status();
      response_.set_next_page_token(*next);
      if (next->empty() || seen_ + kPageSize > kMaxLetters ||
          call_.TimeLeft() < kLastPage) {
        return response_;
      }
      query.mutable_query()->set_page_token(*next);
    }
  }

 private:
  // Answers the token of the next page.
  absl::StatusOr<std::string> ReadPage(
      const internal::v1::ListDeadLettersRequest& query) {
    auto listed = backend_.store->ListDeadLetters(call_, query);
    if (!listed.ok()) return listed.status();
    using Kind = std::tuple<std::string, int, bool, bool>;
    std::map<Kind, Letters> groups;
    for (const v1::DeadLetter& letter : listed->page().dead_letters()) {
      ++seen_;
      if (letter.complete()) {
        groups[{letter.source(), letter.format(), letter.ids_only(),
                letter.event()}]
            .push_back(&letter);
      } else {
        response_.set_incomplete(response_.incomplete() + 1);
      }
    }
    for (const auto& [kind, letters] : groups) {
      auto done = letters.front()->event() ? Try<EventStream>(letters)
                                           : Try<PaperStream>(letters);
      if (!done.ok()) return done;
    }
    return listed->page().next_page_token();
  }

  template <class Stream>
  absl::Status Try(const Letters& letters) {
    Group<Stream> group(backend_, call_, letters);
    auto verdicts = group.Run();
    if (!verdicts.ok()) return verdicts.status();
    if (group.position().commit() > response_.position().commit()) {
      *response_.mutable_position() = group.position();
    }
    internal::v1::DeleteDeadLettersRequest taken;
    internal::v1::AddDeadLettersRequest changed;
    for (size_t i = 0; i < letters.size(); ++i) {
      const Verdict& verdict = (*verdicts)[i];
      if (verdict.answered && !verdict.refused) {
        taken.add_ids(letters[i]->id());
      } else {
        AddIfChanged(*letters[i], verdict, &changed);
      }
    }
    const int64_t count = taken.ids_size();
    response_.set_taken(response_.taken() + count);
    response_.set_refused(response_.refused() +
                          static_cast<int64_t>(letters.size()) - count);
    if (auto added = Add(changed); !added.ok()) return added;
    return Delete(taken);
  }

  static void AddIfChanged(const v1::DeadLetter& letter, const Verdict& verdict,
                           internal::v1::AddDeadLettersRequest* changed) {
    if (!verdict.refused ||
        (verdict.field == letter.field() && verdict.rule == letter.rule())) {
      return;
    }
    v1::DeadLetter* again = changed->add_dead_letters();
    *again = letter;
    again->set_field(verdict.field);
    again->set_rule(verdict.rule);
  }

  absl::Status Add(const internal::v1::AddDeadLettersRequest& changed) {
    if (changed.dead_letters().empty()) return absl::OkStatus();
    return backend_.store->AddDeadLetters(call_, changed).status();
  }

  absl::Status Delete(const internal::v1::DeleteDeadLettersRequest& taken) {
    if (taken.ids().empty()) return absl::OkStatus();
    return backend_.store->DeleteDeadLetters(call_, taken).status();
  }

  const Backend& backend_;
  const CallContext& call_;
  v1::RetryDeadLettersResponse response_;
  int seen_ = 0;
};

}  // namespace

absl::StatusOr<v1::RetryDeadLettersResponse> RetryDeadLetters(
    const Backend& backend, const CallContext& call,
    const v1::RetryDeadLettersRequest& request) {
  if (request.ids_size() > kMaxLetters) {
    return InvalidField("ids", TooMany(request.ids_size(), kMaxLetters));
  }
  Retry retry(backend, call);
  return request.ids().empty() ? retry.RunSource(request)
                               : retry.RunIds(request);
}

}  // namespace broadsheet::ingest
