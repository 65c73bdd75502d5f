#include "tests/fuzz/texts.h"

#include <string>

#include "common/days.h"
#include "common/paper_id.h"
#include "common/text.h"
#include "ingest/arxiv_dates.h"
#include "ingest/author_names.h"
#include "ingest/bibtex_names.h"
#include "ingest/tex_text.h"
#include "ingest/text_folding.h"
#include "ingest/timestamps.h"
#include "ingest/withdrawal.h"
#include "tests/fuzz/check.h"

namespace broadsheet::fuzz {

void ConvertTex(std::string_view input) {
  const std::string text = ingest::TexToUnicode(input);
  Check(IsUtf8(text) || !IsUtf8(input), "TeX in UTF-8 becomes UTF-8");
  // An accent of two bytes becomes a mark of three, an address is doubled.
  Check(text.size() <= 3 * input.size() + 16, "text hardly grows");
  ingest::FoldLine(text);
  ingest::FoldParagraphs(text);
  ingest::SaysWithdrawn(text);
}

void SplitNames(std::string_view input) {
  for (const auto& split : {ingest::SplitArxivAuthors,
                            ingest::SplitBibtexAuthors, ingest::SplitAuthors}) {
    for (const std::string& name : split(input)) {
      Check(!name.empty(), "names are not empty");
      Check(IsUtf8(name) || !IsUtf8(input), "names in UTF-8 stay so");
    }
  }
}

void ParseDates(std::string_view input) {
  if (const auto day = ParseDay(input); day.ok()) {
    Check(FormatDay(*day) == input, "a day is written in one way");
  }
  if (const auto period = ParsePeriod(input); period.ok()) {
    Check(FormatPeriod(*period) == input, "a period is written in one way");
    Check(period->first <= period->last, "a period does not end before");
  }
  ingest::ParseRfc822(input);
  ingest::ParseRfc3339(input);
}

void ParseIds(std::string_view input) {
  IsArxivCategory(input);
  ingest::MonthOfArxivId(input);
  for (std::string_view source : {"", "fuzz"}) {
    const auto id = NormalizePaperId(input, source);
    if (!id.ok()) continue;
    Check(IsUtf8(*id) && id->size() <= 200, "an id is short and UTF-8");
    const auto again = NormalizePaperId(*id, source);
    Check(again.ok() && *again == *id, "a normal id stays as it is");
  }
}

}  // namespace broadsheet::fuzz
