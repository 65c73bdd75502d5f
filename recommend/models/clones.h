#ifndef BROADSHEET_RECOMMEND_MODELS_CLONES_H_
#define BROADSHEET_RECOMMEND_MODELS_CLONES_H_

// Compiles a function several times, for newer processors too; the loader
// chooses. Sanitizers break the choosing, which runs before they are set up.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define BROADSHEET_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define BROADSHEET_CLONES
#endif

#endif  // BROADSHEET_RECOMMEND_MODELS_CLONES_H_
