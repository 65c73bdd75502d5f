#ifndef BROADSHEET_GATEWAY_HTTP_PAGE_CACHE_H_
#define BROADSHEET_GATEWAY_HTTP_PAGE_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/time/time.h"
#include "common/clock.h"
#include "common/http_server.h"

namespace broadsheet::gateway {

// Keeps answers for strangers, who all get the same bytes: pages, feeds and
// lists of the API. An answer holds for one generation of the catalogue (which
// changes with any write that a recommender has seen) and for the minute that
// its lists were made for. Who has a credential, or wrote before (a position),
// never meets it. Bounded by bytes, the longest unused go first. Thread-safe.
class PageCache {
 public:
  struct Options {
    size_t max_bytes = 64 << 20;
    // A larger answer is not kept.
    size_t max_answer_bytes = 1 << 20;
  };
  // Tells the generation; nothing while it is not known, when nothing is kept
  // or taken.
  using Generation = std::function<std::optional<uint64_t>()>;
  using Answer = std::shared_ptr<const HttpResponse>;

  // `clock` must outlive this.
  PageCache(Options options, Generation generation, const Clock* clock)
      : options_(options), generation_(std::move(generation)), clock_(clock) {}

  // Where an answer may be kept, read before it is made: what changes in
  // between makes it old.
  struct Place {
    std::string key;
    uint64_t generation = 0;
    int64_t minute = 0;
  };
  // Whether the handler says that its answer is for the one who asks. Ask
  // before the router finishes the answer: it calls every page private, because
  // caches elsewhere do not know when the catalogue changes.
  static bool IsPrivate(const HttpResponse& response);

  // Nothing for requests whose answers are not kept.
  std::optional<Place> PlaceOf(const HttpRequest& request) const;

  // Null when there is none that holds.
  Answer Find(const Place& place);
  // Keeps a 200 that has an ETag and sets no cookie, and must not be private.
  void Keep(const Place& place, const HttpResponse& response);

  size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    uint64_t generation;
    int64_t minute;
    Answer answer;
    size_t bytes;
  };
  using Entries = std::list<Entry>;  // The latest used first.

  void Drop(Entries::iterator entry);  // REQUIRES(mu_)

  const Options options_;
  const Generation generation_;
  const Clock* const clock_;
  mutable std::mutex mu_;
  Entries entries_;                                           // GUARDED_BY(mu_)
  std::unordered_map<std::string, Entries::iterator> index_;  // GUARDED_BY(mu_)
  size_t bytes_ = 0;                                          // GUARDED_BY(mu_)
};

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_HTTP_PAGE_CACHE_H_
