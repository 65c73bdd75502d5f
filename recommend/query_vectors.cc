#include "recommend/query_vectors.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "recommend/search/query_parser.h"

namespace broadsheet::recommend {
namespace {

std::string KeyOf(TextKind kind, const std::string& text) {
  return absl::StrCat(static_cast<int>(kind), ":", text);
}

}  // namespace

QueryVector QueryVectors::Of(const CallContext& call, TextKind kind,
                             const std::string& text) {
  QueryVector vector;
  if (text.empty()) return vector;
  const std::string key = KeyOf(kind, text);
  if (FindKept(key, &vector.values)) {
    vector.encoder = encoder_->name();
    return vector;
  }
  if (!Begin()) return vector;
  const absl::Time limit = clock_->Now() + options_.limit;
  const bool hurried = call.deadline() < limit;
  const CallContext asking(std::min(call.deadline(), limit), call.request_id());
  auto encoded = encoder_->Encode(asking, kind, std::span(&text, 1));
  if (!encoded.ok()) {
    const bool tells = !absl::IsInvalidArgument(encoded.status()) &&
                       !(hurried && absl::IsDeadlineExceeded(encoded.status()));
    End(tells ? Outcome::kFailed : Outcome::kTellsNothing);
    return vector;
  }
  End(Outcome::kAnswered);
  Keep(key, encoded->front());
  vector.encoder = encoder_->name();
  vector.values = std::move(encoded->front());
  return vector;
}

bool QueryVectors::FindKept(const std::string& key,
                            std::vector<float>* values) {
  std::lock_guard lock(mu_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return false;
  kept_.splice(kept_.begin(), kept_, found->second);
  *values = found->second->second;
  return true;
}

bool QueryVectors::Begin() {
  std::lock_guard lock(mu_);
  if (asking_ >= options_.at_once || clock_->Now() < silent_until_) {
    return false;
  }
  ++asking_;
  return true;
}

void QueryVectors::End(Outcome outcome) {
  std::lock_guard lock(mu_);
  --asking_;
  if (outcome == Outcome::kAnswered) pause_ = absl::ZeroDuration();
  if (outcome != Outcome::kFailed) return;
  pause_ = std::clamp(2 * pause_, options_.first_pause, options_.longest_pause);
  silent_until_ = clock_->Now() + pause_;
}

void QueryVectors::Keep(const std::string& key,
                        const std::vector<float>& values) {
  std::lock_guard lock(mu_);
  if (by_key_.contains(key)) return;
  kept_.emplace_front(key, values);
  by_key_.emplace(kept_.front().first, kept_.begin());
  if (kept_.size() <= options_.kept) return;
  by_key_.erase(kept_.back().first);
  kept_.pop_back();
}

std::string WordsToEncode(std::string_view query) {
  std::string words;
  for (const QueryClause& clause : ParseQuery(query).clauses) {
    if (clause.excluded) continue;
    for (const QueryWord& word : clause.any_of) {
      if (word.field == QueryField::kAuthor) continue;
      absl::StrAppend(&words, words.empty() ? "" : " ", word.text);
    }
  }
  return words;
}

}  // namespace broadsheet::recommend
