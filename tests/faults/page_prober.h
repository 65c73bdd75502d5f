#ifndef BROADSHEET_TESTS_FAULTS_PAGE_PROBER_H_
#define BROADSHEET_TESTS_FAULTS_PAGE_PROBER_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "tests/faults/draws.h"
#include "tests/faults/journal.h"
#include "tests/faults/writer.h"

namespace broadsheet::faults {

// Reads pages over HTTP. While at most recommenders are broken, none of them is
// an error of the server's.
class PageProber final : public Writer {
 public:
  // `others_calm_since` as FaultRunner::OthersCalmSince; `journal` must outlive
  // this.
  PageProber(std::string http_address, uint64_t seed, Journal* journal,
             std::function<absl::Time()> others_calm_since);

 private:
  void Round() override;

  const std::string http_address_;
  Journal* journal_;
  const std::function<absl::Time()> others_calm_since_;
  Draws draws_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_PAGE_PROBER_H_
