#ifndef BROADSHEET_INGEST_PAPER_NORMALIZER_H_
#define BROADSHEET_INGEST_PAPER_NORMALIZER_H_

#include <optional>
#include <string>

#include "broadsheet/v1/paper.pb.h"
#include "common/clock.h"
#include "common/errors.h"

namespace broadsheet::ingest {

// Brings papers into the one form in which storage keeps them (paper.proto) and
// refuses those that cannot be. Stateless but for its options; thread-safe.
class PaperNormalizer {
 public:
  struct Options {
    // Name of the source: prefix of ids that are not arXiv's.
    std::string source;
    // Takes records that have only an id, as bare catalogue entries.
    bool ids_only = false;
  };

  // `clock` must outlive this.
  PaperNormalizer(Options options, const Clock* clock);

  // Nothing when `paper` is now normal; else the first rule that it breaks,
  // and `paper` is half-normal (its id is, if it could be).
  std::optional<FieldViolation> Normalize(v1::Paper* paper) const;

 private:
  std::optional<FieldViolation> NormalizeDates(v1::Paper* paper) const;
  std::optional<FieldViolation> CheckContent(v1::Paper* paper) const;

  const Options options_;
  const Clock* clock_;
};

// True for a record that says only that its paper is withdrawn.
bool IsWithdrawal(const v1::Paper& paper);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_PAPER_NORMALIZER_H_
