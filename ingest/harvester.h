#ifndef BROADSHEET_INGEST_HARVESTER_H_
#define BROADSHEET_INGEST_HARVESTER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "broadsheet/v1/ingest_service.pb.h"
#include "common/call_context.h"
#include "ingest/harvest_source.h"
#include "ingest/polite_fetcher.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

// What is to be read, and from where on.
struct HarvestJob {
  const HarvestSource* source;
  // Has passed CheckHarvest.
  v1::RunHarvestRequest request;
  HarvestPlace place;
  // Of a conditional source's page when it was read last.
  std::string etag = "";
  std::string last_modified = "";
};

struct HarvestEnd {
  // Behind the last page.
  HarvestPlace place;
  std::string etag;
  std::string last_modified;
  bool not_modified = false;
};

// Where a harvest's records and news go. Called from the harvest's thread.
class HarvestTaker {
 public:
  virtual ~HarvestTaker() = default;
  virtual PaperSink* sink() = 0;
  // The size of the list, when the server tells it.
  virtual void OnTotal(int64_t total) = 0;
  // All records of a page are in the sink; the harvest would go on at `next`.
  // An error ends it.
  virtual absl::Status OnPage(const HarvestPlace& next) = 0;
};

// Reads lists page by page. Thread-safe.
class Harvester {
 public:
  // Null for a format that is not read.
  using MakeReader =
      std::function<std::unique_ptr<RecordReader>(v1::InputFormat, PaperSink*)>;

  // `fetcher` must outlive this.
  Harvester(const PoliteFetcher* fetcher, MakeReader make_reader);

  // Returns when the list is read, with the first error that trying again does
  // not mend, that of the taker, or when `call` is over. Records are numbered
  // over all pages.
  absl::StatusOr<HarvestEnd> Run(const CallContext& call, const HarvestJob& job,
                                 HarvestTaker* taker) const;

 private:
  struct Page {
    HttpPage http;
    PageVerdict verdict;
  };

  // Fetches until the source believes the answer.
  absl::StatusOr<Page> FetchPage(const CallContext& call, const HarvestJob& job,
                                 const HarvestPlace& place) const;
  absl::Status Read(const HarvestJob& job, const HarvestPlace& place,
                    Page* page, PaperSink* sink) const;

  const PoliteFetcher* fetcher_;
  const MakeReader make_reader_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_HARVESTER_H_
