#ifndef BROADSHEET_RECOMMEND_MODELS_PARALLEL_H_
#define BROADSHEET_RECOMMEND_MODELS_PARALLEL_H_

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace broadsheet::recommend {

// Calls work(begin, end, thread) for the slices of [0, count) of at most
// `slice` each, on `threads` threads, the caller's included; returns when all
// are done. Which thread takes which slice is left to chance, so no result may
// depend on it. `work` must not throw.
template <class Work>
void ParallelSlices(int threads, size_t count, size_t slice, const Work& work) {
  std::atomic<size_t> next{0};
  const auto run = [&](int thread) {
    for (;;) {
      const size_t begin = next.fetch_add(slice, std::memory_order_relaxed);
      if (begin >= count) return;
      work(begin, begin + slice < count ? begin + slice : count, thread);
    }
  };
  std::vector<std::thread> others;
  for (int thread = 1; thread < threads; ++thread) {
    if (static_cast<size_t>(thread) * slice >= count) break;
    others.emplace_back(run, thread);
  }
  run(0);
  for (std::thread& other : others) other.join();
}

// The same in `steps` parts, one after another; `step` is called on the
// caller's thread after each. False as soon as that says so.
template <class Step, class Work>
bool ParallelSteps(int threads, size_t count, size_t slice, size_t steps,
                   const Step& step, const Work& work) {
  for (size_t i = 0; i < steps; ++i) {
    const size_t first = count * i / steps;
    ParallelSlices(threads, count * (i + 1) / steps - first, slice,
                   [&](size_t begin, size_t end, int thread) {
                     work(first + begin, first + end, thread);
                   });
    if (!step()) return false;
  }
  return true;
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_PARALLEL_H_
