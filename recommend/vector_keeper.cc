#include "recommend/vector_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "recommend/encoded_texts.h"

namespace broadsheet::recommend {
namespace {

// Papers looked at under one lock: some 100 us.
constexpr size_t kSlice = 16'384;
// Sent and not come back: the feed is far behind when there are more.
constexpr size_t kMaxSent = 20'000;
// As PutPaperVectors allows.
constexpr size_t kMaxBatch = 500;
constexpr absl::Duration kLease = absl::Seconds(kEncodingLeaseSeconds);
// Renewed when no more than so much of it is left.
constexpr absl::Duration kRenewal =
    absl::Seconds(kEncodingLeaseSeconds * 2 / 3);
// With another replica, which may have gone.
constexpr absl::Duration kPatience = absl::Seconds(5);

// Of what was asked, and not of the server or the way to it.
bool TellsOfTheText(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument;
}

// For people who may not know what a server says of its users. Empty: none.
std::string TroubleOf(const absl::Status& status) {
  if (status.ok()) return "";
  if (status.code() == absl::StatusCode::kFailedPrecondition) {
    return "server and settings do not fit; the recommender's log says how";
  }
  return "it does not answer as it should; the recommender's log says how";
}

std::string TextOf(const v1::Paper& paper) {
  if (paper.abstract().empty()) return paper.title();
  if (paper.title().empty()) return paper.abstract();
  return absl::StrCat(paper.title(), "\n\n", paper.abstract());
}

}  // namespace

VectorKeeper::VectorKeeper(const Engine* engine, Encoder* encoder,
                           VectorStore* store, Lease* lease, const Clock* clock,
                           const Logger& log, const Options& options)
    : engine_(engine),
      encoder_(encoder),
      store_(store),
      lease_(lease),
      clock_(clock),
      log_(log),
      options_(options) {
  status_.set_name(encoder->name());
}

VectorKeeper::~VectorKeeper() { Stop(); }

void VectorKeeper::Start() {
  thread_ = std::thread([this] { Run(); });
}

void VectorKeeper::Stop() {
  std::shared_ptr<Cancellation> calling;
  {
    std::lock_guard lock(mu_);
    stopping_ = true;
    calling = calling_;
  }
  if (calling != nullptr) calling->Cancel();
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void VectorKeeper::Run() {
  absl::Duration backoff = options_.interval;
  bool going_on = true;
  while (going_on) {
    const auto worked = Step();
    Report(worked.status());
    if (worked.ok()) {
      backoff = options_.interval;
      going_on = Pause(*worked ? absl::ZeroDuration() : options_.interval);
    } else {
      going_on = Pause(backoff);
      backoff = std::min(2 * backoff, options_.longest_backoff);
    }
  }
  DropLease();
}

bool VectorKeeper::Pause(absl::Duration duration) {
  std::unique_lock lock(mu_);
  return !wake_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                         [this] { return stopping_; });
}

void VectorKeeper::Report(const absl::Status& status) {
  std::string trouble = TroubleOf(status);
  if (trouble.empty() && !refused_.empty()) {
    trouble = absl::StrCat("the server refuses ", refused_.size(),
                           " papers' texts; the log names them");
  }
  std::lock_guard lock(mu_);
  if (!status.ok() && status != failure_ && !stopping_) {
    log_.Warning("papers cannot be encoded; trying again",
                 {{"encoder", encoder_->name()}, {"why", status.ToString()}});
  }
  failure_ = status;
  status_.set_trouble(trouble);
}

v1::EncoderStatus VectorKeeper::status() const {
  std::lock_guard lock(mu_);
  return status_;
}

CallContext VectorKeeper::Call() {
  auto calling = std::make_shared<Cancellation>();
  std::lock_guard lock(mu_);
  if (stopping_) calling->Cancel();
  calling_ = calling;
  return CallContext(absl::Now() + options_.limit, "", {}, std::move(calling));
}

bool VectorKeeper::IsWaiting(DocId doc, uint64_t fingerprint) const {
  for (const auto* papers : {&sent_, &refused_}) {
    const auto found = papers->find(doc);
    if (found != papers->end() && found->second == fingerprint) return true;
  }
  return false;
}

bool VectorKeeper::LookAt(const ReadModel& model, DocId doc,
                          std::vector<Unencoded>* found) {
  const auto hashes = model.encoded().TextHashesOf(encoder_->name());
  const uint64_t fingerprint = model.Fingerprint(doc);
  if (doc < hashes.size() && hashes[doc] == fingerprint) {
    sent_.erase(doc);
    return true;
  }
  const bool taken = std::ranges::any_of(
      *found, [doc](const Unencoded& paper) { return paper.doc == doc; });
  if (taken || IsWaiting(doc, fingerprint)) return false;
  found->push_back({doc, model.catalogue().id(doc), fingerprint,
                    TextOf(model.catalogue().Read(doc))});
  return false;
}

std::vector<VectorKeeper::Unencoded> VectorKeeper::FindNext() {
  std::vector<Unencoded> found;
  const size_t wanted = std::min(encoder_->max_batch(), kMaxBatch);
  {
    // Papers that came while a round over all others takes hours.
    const auto model = engine_->Read();
    const Catalogue& catalogue = model->catalogue();
    if (next_ == 0) fresh_ = static_cast<DocId>(catalogue.size());
    for (; fresh_ < catalogue.size() && found.size() < wanted; ++fresh_) {
      if (catalogue.listed(fresh_)) LookAt(*model, fresh_, &found);
    }
  }
  while (found.size() < wanted) {
    const auto model = engine_->Read();
    const Catalogue& catalogue = model->catalogue();
    const size_t end = std::min<size_t>(catalogue.size(), next_ + kSlice);
    for (; next_ < end && found.size() < wanted; ++next_) {
      if (!catalogue.listed(next_)) {
        sent_.erase(next_);
        continue;
      }
      ++(LookAt(*model, next_, &found) ? encoded_ : left_);
    }
    if (next_ < catalogue.size()) continue;
    EndRound();
    break;
  }
  return found;
}

// The counts are whole.
void VectorKeeper::EndRound() {
  std::lock_guard lock(mu_);
  status_.set_papers(encoded_);
  status_.set_papers_left(left_);
  next_ = 0;
  encoded_ = 0;
  left_ = 0;
}

absl::Status VectorKeeper::CheckDimension() const {
  const size_t stored =
      engine_->Read()->encoded().DimensionOf(encoder_->name());
  if (stored == 0 || stored == encoder_->dimension()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("storage has vectors of ", stored, " values by ",
                   encoder_->name(), ", the server makes ",
                   encoder_->dimension(), "; give it another --encoder-name"));
}

absl::Status VectorKeeper::KeepLease() {
  const absl::Time now = clock_->Now();
  if (now + kRenewal < lease_ends_) return absl::OkStatus();
  absl::Status acquired = lease_->Acquire(Call());
  lease_ends_ = acquired.ok() ? now + kLease : absl::InfinitePast();
  if (ReasonOf(acquired) == "LEASE_HELD") ask_again_ = now + kPatience;
  return acquired;
}

void VectorKeeper::DropLease() {
  if (!HasLease()) return;
  lease_ends_ = absl::InfinitePast();
  lease_->Release(CallContext(absl::Now() + absl::Seconds(1)));
}

absl::StatusOr<bool> VectorKeeper::Step() {
  if (!engine_->ready()) return false;
  if (absl::Status fits = CheckDimension(); !fits.ok()) return fits;
  const std::vector<Unencoded> papers = FindNext();
  if (clock_->Now() < ask_again_) return false;
  if (papers.empty() || sent_.size() > kMaxSent) {
    // Until the others can see what was done.
    if (sent_.empty()) DropLease();
    return false;
  }
  const bool worked = HasLease();
  if (absl::Status held = KeepLease(); !held.ok()) {
    if (ReasonOf(held) == "LEASE_HELD") return false;
    return held;
  }
  // What another replica did a moment ago may be among these papers.
  if (!worked) return false;
  if (absl::Status encoded = Encode(papers); !encoded.ok()) return encoded;
  return true;
}

absl::Status VectorKeeper::Encode(const std::vector<Unencoded>& papers) {
  std::vector<std::string> texts;
  for (const Unencoded& paper : papers) texts.push_back(paper.text);
  const auto vectors = encoder_->Encode(Call(), TextKind::kPaper, texts);
  if (vectors.ok()) return Put(papers, *vectors);
  if (!TellsOfTheText(vectors.status())) return vectors.status();
  return EncodeAlone(papers);
}

// One of them is to blame, and no reason to keep the others waiting. But a
// server that refuses every one refuses more than texts.
absl::Status VectorKeeper::EncodeAlone(const std::vector<Unencoded>& papers) {
  std::vector<std::pair<const Unencoded*, absl::Status>> refused;
  for (const Unencoded& paper : papers) {
    const auto vector =
        encoder_->Encode(Call(), TextKind::kPaper, std::span(&paper.text, 1));
    if (vector.ok()) {
      if (absl::Status s = Put({paper}, *vector); !s.ok()) return s;
    } else if (TellsOfTheText(vector.status())) {
      refused.emplace_back(&paper, vector.status());
    } else {
      return vector.status();
    }
  }
  if (papers.size() > 1 && refused.size() == papers.size()) {
    return refused[0].second;
  }
  for (const auto& [paper, why] : refused) Refuse(*paper, why);
  return absl::OkStatus();
}

absl::Status VectorKeeper::Put(const std::vector<Unencoded>& papers,
                               const std::vector<std::vector<float>>& vectors) {
  std::vector<internal::v1::PaperVector> rows;
  for (size_t i = 0; i < papers.size(); ++i) {
    rows.push_back(MakePaperVector(papers[i].id, encoder_->name(),
                                   papers[i].fingerprint, vectors[i]));
  }
  const auto unknown = store_->Put(Call(), std::move(rows));
  if (!unknown.ok()) return unknown.status();
  for (const Unencoded& paper : papers) {
    if (std::ranges::find(*unknown, paper.id) == unknown->end()) {
      sent_[paper.doc] = paper.fingerprint;
    } else {
      Refuse(paper, absl::NotFoundError("storage does not know the paper"));
    }
  }
  return absl::OkStatus();
}

void VectorKeeper::Refuse(const Unencoded& paper, const absl::Status& why) {
  refused_[paper.doc] = paper.fingerprint;
  log_.Warning("a paper is left without a vector",
               {{"paper", paper.id}, {"why", why.ToString()}});
}

}  // namespace broadsheet::recommend
