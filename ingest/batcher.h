#ifndef BROADSHEET_INGEST_BATCHER_H_
#define BROADSHEET_INGEST_BATCHER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "ingest/record.h"

namespace broadsheet::ingest {

// One record on its way: a message that may be stored, or the reason why not.
template <class Message>
struct Item {
  int64_t record = 0;
  Message message;
  std::optional<Refusal> refusal;
};

struct BatcherOptions {
  size_t max_items = 500;
  size_t max_bytes = 2 << 20;
  // Full batches that may wait; beyond, Add blocks.
  size_t max_waiting = 4;
  // A batch that is not full is due when its first item is this old.
  std::chrono::milliseconds pause{20};
};

// A bounded queue between one thread that adds records and one that takes them
// in batches, in the order of the input. A key occurs once in a batch: storage
// keeps a batch in one transaction. Thread-safe.
template <class Message>
class Batcher {
 public:
  using Batch = std::vector<Item<Message>>;
  using KeyOf = std::function<std::string(const Message&)>;

  Batcher(BatcherOptions options, KeyOf key_of)
      : options_(options), key_of_(std::move(key_of)) {}

  // Blocks while the queue is full. False after Abort.
  bool Add(Item<Message> item) {
    const size_t bytes = SizeOf(item);
    std::string key = item.refusal ? "" : key_of_(item.message);
    std::unique_lock<std::mutex> lock(mu_);
    if (!Fits(bytes, key)) Seal();
    room_.wait(lock, [this] {
      return aborted_ || waiting_.size() < options_.max_waiting;
    });
    if (aborted_) return false;
    const bool opens = open_.empty();
    if (opens) opened_ = Clock::now();
    if (!key.empty()) keys_.insert(std::move(key));
    open_bytes_ += bytes;
    open_.push_back(std::move(item));
    if (open_.size() >= options_.max_items) {
      Seal();
    } else if (opens) {
      due_.notify_one();  // Later items change nothing about when it is due.
    }
    return true;
  }

  // No more will be added.
  void Finish() {
    std::lock_guard<std::mutex> lock(mu_);
    finished_ = true;
    due_.notify_all();
  }

  // Drops everything: no batch comes any more, and Add fails.
  void Abort() {
    std::lock_guard<std::mutex> lock(mu_);
    aborted_ = true;
    room_.notify_all();
    due_.notify_all();
  }

  // True after Abort: nobody takes what is added.
  bool aborted() const {
    std::lock_guard<std::mutex> lock(mu_);
    return aborted_;
  }

  // Blocks until a batch is due. Nothing after the last one.
  std::optional<Batch> Next() {
    std::unique_lock<std::mutex> lock(mu_);
    while (!IsDue()) {
      if (aborted_ || finished_) return std::nullopt;
      if (open_.empty()) {
        due_.wait(lock);
      } else {
        due_.wait_until(lock, opened_ + options_.pause);
      }
    }
    return Take();
  }

  // A batch if one is due.
  std::optional<Batch> TryNext() {
    std::lock_guard<std::mutex> lock(mu_);
    if (!IsDue()) return std::nullopt;
    return Take();
  }

 private:
  using Clock = std::chrono::steady_clock;

  static size_t SizeOf(const Item<Message>& item) {
    if (!item.refusal) return item.message.ByteSizeLong();
    const Refusal& refusal = *item.refusal;
    return refusal.id.size() + refusal.field.size() + refusal.rule.size() +
           refusal.excerpt.size();
  }

  // All below: REQUIRES(mu_).

  bool Fits(size_t bytes, const std::string& key) const {
    if (open_.empty()) return true;
    return open_bytes_ + bytes <= options_.max_bytes && !keys_.count(key);
  }

  void Seal() {
    Batch next;
    // It will probably be as long.
    next.reserve(open_.size());
    waiting_.push_back(std::exchange(open_, std::move(next)));
    keys_.clear();
    open_bytes_ = 0;
    due_.notify_one();
  }

  bool IsDue() const {
    if (aborted_) return false;
    if (!waiting_.empty()) return true;
    if (open_.empty()) return false;
    return finished_ || Clock::now() >= opened_ + options_.pause;
  }

  Batch Take() {
    if (waiting_.empty()) Seal();
    Batch batch = std::move(waiting_.front());
    waiting_.pop_front();
    room_.notify_one();
    return batch;
  }

  const BatcherOptions options_;
  const KeyOf key_of_;

  mutable std::mutex mu_;
  std::condition_variable room_;
  std::condition_variable due_;
  std::deque<Batch> waiting_;             // GUARDED_BY(mu_)
  Batch open_;                            // GUARDED_BY(mu_)
  Clock::time_point opened_;              // GUARDED_BY(mu_)
  size_t open_bytes_ = 0;                 // GUARDED_BY(mu_)
  std::unordered_set<std::string> keys_;  // GUARDED_BY(mu_), of open_
  bool finished_ = false;                 // GUARDED_BY(mu_)
  bool aborted_ = false;                  // GUARDED_BY(mu_)
};

using PaperBatcher = Batcher<v1::Paper>;
using EventBatcher = Batcher<v1::Event>;

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_BATCHER_H_
