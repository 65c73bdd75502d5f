#include "recommend/models/helpers.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <new>

#include "boost/asio/post.hpp"
#include "boost/asio/thread_pool.hpp"

namespace broadsheet::recommend {
namespace {

// The calls of one Run. A helper that comes when all are made finds it here,
// whoever waited for them has gone.
class Batch {
 public:
  Batch(size_t count, const std::function<void(size_t)>& work)
      : count_(count), work_(&work) {}

  // Makes calls until none is left to make.
  void Help() {
    for (;;) {
      const size_t i = next_.fetch_add(1, std::memory_order_relaxed);
      if (i >= count_) return;
      Call(i);
      if (ended_.fetch_add(1, std::memory_order_acq_rel) + 1 == count_) {
        ended_.notify_one();
      }
    }
  }
  // Throws what the first failed call has thrown.
  void AwaitEnd() {
    for (size_t ended = ended_.load(std::memory_order_acquire); ended < count_;
         ended = ended_.load(std::memory_order_acquire)) {
      ended_.wait(ended, std::memory_order_acquire);
    }
    if (error_) std::rethrow_exception(error_);
  }

 private:
  // The others still use what the caller has: nothing may leave Run earlier.
  void Call(size_t i) {
    try {
      (*work_)(i);
    } catch (...) {
      if (!failed_.test_and_set()) error_ = std::current_exception();
    }
  }

  const size_t count_;
  // Alive while a call is left to make.
  const std::function<void(size_t)>* const work_;
  std::atomic<size_t> next_{0};
  std::atomic<size_t> ended_{0};
  std::atomic_flag failed_;
  std::exception_ptr error_;  // Of the call that set the flag.
};

}  // namespace

class Helpers::Threads {
 public:
  explicit Threads(size_t threads) : pool_(threads) {}
  ~Threads() { pool_.join(); }

  void Ask(const std::shared_ptr<Batch>& batch) {
    boost::asio::post(pool_, [batch] { batch->Help(); });
  }

 private:
  boost::asio::thread_pool pool_;
};

Helpers::Helpers(size_t threads)
    : threads_(threads),
      pool_(threads > 0 ? std::make_unique<Threads>(threads) : nullptr) {}

Helpers::~Helpers() = default;

void Helpers::Run(size_t count, const std::function<void(size_t)>& work) {
  if (pool_ == nullptr || count < 2) {
    Share(nullptr, count, work);
    return;
  }
  const auto batch = std::make_shared<Batch>(count, work);
  // Some may be at work when another cannot be asked: it is done without that.
  try {
    for (size_t i = 0; i < std::min(threads_, count - 1); ++i) {
      pool_->Ask(batch);
    }
  } catch (const std::bad_alloc&) {
  }
  batch->Help();
  batch->AwaitEnd();
}

void Share(Helpers* helpers, size_t count,
           const std::function<void(size_t)>& work) {
  if (helpers != nullptr) {
    helpers->Run(count, work);
    return;
  }
  for (size_t i = 0; i < count; ++i) work(i);
}

}  // namespace broadsheet::recommend
