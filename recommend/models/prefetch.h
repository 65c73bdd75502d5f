#ifndef BROADSHEET_RECOMMEND_MODELS_PREFETCH_H_
#define BROADSHEET_RECOMMEND_MODELS_PREFETCH_H_

// For inline functions that do nothing but ask memory for what is read soon:
// GCC 12 takes them for functions without effect and drops the calls, unless
// they are part of the caller before it looks.
#define BROADSHEET_PREFETCHES [[gnu::always_inline]] inline

namespace broadsheet::recommend {

// Asks for the cache line at `address`, which may be any.
BROADSHEET_PREFETCHES void Prefetch(const void* address) {
  __builtin_prefetch(address);
}

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_MODELS_PREFETCH_H_
