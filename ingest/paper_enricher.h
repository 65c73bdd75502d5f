#ifndef BROADSHEET_INGEST_PAPER_ENRICHER_H_
#define BROADSHEET_INGEST_PAPER_ENRICHER_H_

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "broadsheet/v1/paper.pb.h"
#include "common/http_client/http_fetcher.h"

namespace broadsheet::ingest {

// What others know about papers: which question to ask, and how its answer is
// to be read. Thread-safe; does no I/O itself.
class PaperEnricher {
 public:
  virtual ~PaperEnricher() = default;

  // [a-z-]; names the checkpoint and the lease.
  virtual std::string_view name() const = 0;
  // False: an answer holds as long as the paper's text does.
  virtual bool repeats() const { return true; }
  // Papers that are asked about together, from 1.
  virtual size_t max_papers() const { return 1; }

  // None: there is nothing to ask about these.
  virtual std::vector<HttpQuestion> Ask(
      std::span<const v1::Paper> papers) const = 0;

  // Adds what the answer to one of the questions tells to `gains`: one record
  // for each paper, in their order, which gets nothing but that. An error, with
  // `gains` as they were, when it is no such answer.
  virtual absl::Status Read(std::string_view answer,
                            std::span<const v1::Paper> papers,
                            std::span<v1::Paper> gains) const = 0;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_ENRICHER_H_
