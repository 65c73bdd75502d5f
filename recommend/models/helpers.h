#ifndef BROADSHEET_RECOMMEND_MODELS_HELPERS_H_
#define BROADSHEET_RECOMMEND_MODELS_HELPERS_H_

#include <cstddef>
#include <functional>
#include <memory>

namespace broadsheet::recommend {

// Threads that take over parts of others' calls while they have nothing else to
// do: a caller who is alone is answered sooner, and many callers, who keep all
// processors busy anyway, do their own work. Thread-safe.
class Helpers {
 public:
  // 0: callers do everything themselves.
  explicit Helpers(size_t threads);
  ~Helpers();

  size_t threads() const { return threads_; }

  // Calls work(i) once for each i below `count`, on the caller's thread and on
  // those of helpers that are or come free meanwhile; returns when all calls
  // have ended. Which thread makes which call is left to chance: no result may
  // depend on it. `work` may call Run. What a call throws, Run throws when all
  // have ended; of several the first.
  void Run(size_t count, const std::function<void(size_t i)>& work);

 private:
  class Threads;  // Boost.Asio, which is slow to compile.

  const size_t threads_;
  const std::unique_ptr<Threads> pool_;
};

// The same with helpers that there may not be.
void Share(Helpers* helpers, size_t count,
           const std::function<void(size_t i)>& work);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_HELPERS_H_
