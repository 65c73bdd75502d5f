#ifndef BROADSHEET_INGEST_HARVEST_SOURCE_H_
#define BROADSHEET_INGEST_HARVEST_SOURCE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "broadsheet/internal/v1/harvest_state.pb.h"
#include "broadsheet/v1/ingest_service.pb.h"

namespace broadsheet::ingest {

using internal::v1::HarvestCheckpoint;
using internal::v1::HarvestPlace;

// What is known of a source before it is asked.
struct SourceInfo {
  // "arxiv-oai": of requests, papers and dead letters.
  std::string name;
  // For people.
  std::string title;
  // Where it really is.
  std::string url;
  // What its pages are written in.
  v1::InputFormat format;
};

// What one page says besides its records.
struct PageVerdict {
  // The next page; meaningless when `done`.
  HarvestPlace next;
  bool done = false;
  // False: the page has no records, only news such as a token that expired.
  bool has_records = true;
  // Of the whole list; 0 when the server does not tell.
  int64_t total = 0;
};

// How to read one kind of source: pure rules, no network. The harvester asks
// for the URL of a place, fetches it, asks for the verdict, and goes on.
// Immutable, thread-safe.
class HarvestSource {
 public:
  virtual ~HarvestSource() = default;
  virtual const SourceInfo& info() const = 0;

  // Whether set, from and until make sense here; INVALID_ARGUMENT names the
  // field. `request` has a good url.
  virtual absl::Status Check(const v1::RunHarvestRequest& request) const = 0;
  // The first page. `covered_until`: the day up to which the same list has been
  // read, empty when it has not; for requests that do not say where to begin.
  virtual HarvestPlace Begin(const v1::RunHarvestRequest& request,
                             const std::string& covered_until,
                             absl::Time now) const = 0;
  virtual std::string Url(const v1::RunHarvestRequest& request,
                          const HarvestPlace& place) const = 0;
  // Judges the page of `place`. UNAVAILABLE: such an answer is not to be
  // believed before it has come several times; `tries` counts from 1.
  virtual absl::StatusOr<PageVerdict> Judge(
      const v1::RunHarvestRequest& request, const HarvestPlace& place,
      std::string_view page, int tries) const = 0;
  // The day up to which a list is read that came to its end at `place`; empty
  // when the source cannot be asked for what changed since a day.
  virtual std::string CoveredUntil(const v1::RunHarvestRequest& request,
                                   const HarvestPlace& place) const {
    (void)request, (void)place;
    return "";
  }
  // The place for people; the same as what goes on from it.
  virtual std::string Describe(const HarvestPlace& place) const = 0;
  // The list is one page that may answer "not modified".
  virtual bool IsConditional() const { return false; }
};

// An answer that is doubted is asked for so often.
inline constexpr int kMaxTries = 4;

using Sources = std::vector<std::unique_ptr<HarvestSource>>;

// All of them. `contact`: an e-mail address or URL for servers that ask for it
// in the request.
Sources MakeSources(const std::string& contact);

// Null when there is none of that name; an empty name is "arxiv-oai".
const HarvestSource* FindSource(const Sources& sources,
                                const std::string& name);

// `request` with the source's name and url filled in, if it can be harvested;
// INVALID_ARGUMENT names the field.
absl::StatusOr<v1::RunHarvestRequest> CheckHarvest(
    const Sources& sources, v1::RunHarvestRequest request);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVEST_SOURCE_H_
