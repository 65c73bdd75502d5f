#ifndef BROADSHEET_RECOMMEND_QUERY_VECTORS_H_
#define BROADSHEET_RECOMMEND_QUERY_VECTORS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "common/call_context.h"
#include "common/clock.h"
#include "recommend/encoder/encoder.h"

namespace broadsheet::recommend {

// What an embedding server makes of a text that somebody asks for.
struct QueryVector {
  std::string encoder;  // Empty: there is none.
  std::vector<float> values;
};

// Asks the embedding server about queries while somebody waits for the answer:
// for a short time only, a few at once, and not again for a while after it
// failed. That it refuses one text, or that one caller had no time, is no
// failure: nobody is to switch meaning off for others. What it said last is
// kept. Thread-safe.
class QueryVectors {
 public:
  struct Options {
    // For the server's answer.
    absl::Duration limit = absl::Milliseconds(300);
    // After a failure nobody asks; twice as long after each in a row.
    absl::Duration first_pause = absl::Seconds(1);
    absl::Duration longest_pause = absl::Seconds(30);
    // Who asks while so many wait goes without.
    size_t at_once = 8;
    size_t kept = 10'000;
  };

  // Both must outlive this.
  QueryVectors(Encoder* encoder, const Clock* clock, const Options& options)
      : encoder_(encoder), clock_(clock), options_(options) {}

  std::string_view encoder() const { return encoder_->name(); }
  // Nothing when the server does not tell in time. Blocks: hold no lock.
  QueryVector Of(const CallContext& call, TextKind kind,
                 const std::string& text);

 private:
  using Kept = std::pair<std::string, std::vector<float>>;

  bool FindKept(const std::string& key, std::vector<float>* values);
  // What came of a question.
  enum class Outcome { kAnswered, kFailed, kTellsNothing };

  // Whether the server may be asked now; counts who does.
  bool Begin();
  void End(Outcome outcome);
  void Keep(const std::string& key, const std::vector<float>& values);

  Encoder* encoder_;
  const Clock* clock_;
  const Options options_;

  std::mutex mu_;
  std::list<Kept> kept_;  // GUARDED_BY(mu_), the latest first.
  absl::flat_hash_map<std::string_view, std::list<Kept>::iterator>
      by_key_;                                      // GUARDED_BY(mu_)
  size_t asking_ = 0;                               // GUARDED_BY(mu_)
  absl::Time silent_until_ = absl::InfinitePast();  // GUARDED_BY(mu_)
  absl::Duration pause_ = absl::ZeroDuration();     // GUARDED_BY(mu_)
};

// The words of a query that tell what it means: all but excluded ones and
// authors.
std::string WordsToEncode(std::string_view query);

}  // namespace broadsheet::recommend

#endif  // BROADSHEET_RECOMMEND_QUERY_VECTORS_H_
