#ifndef BROADSHEET_GATEWAY_WEB_WORDING_H_
#define BROADSHEET_GATEWAY_WEB_WORDING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/days.h"

namespace broadsheet::gateway {

// How pages say dates, numbers and names. All pure.

// "Monday, 23 November 2026" and "23 November 2026".
std::string LongDay(absl::CivilDay day);
std::string ShortDay(absl::CivilDay day);
// "today", "yesterday", "3 days ago"; from a week on, and for days to come,
// the day itself.
std::string RelativeDay(absl::CivilDay day, absl::CivilDay today);
// ShortDay of "2026-11-23"; other text as it is.
std::string ShortDayOf(std::string_view text);

// The heading of a list: LongDay, "16–22 November 2026", "November 2026".
std::string PeriodTitle(const Period& period);
// The same for links to it: "Mon 23 Nov", "Week 47", "November".
std::string PeriodLabel(const Period& period);

// "37,297", and "1 paper" or "37,297 papers".
std::string WithThousands(int64_t number);
std::string CountOf(int64_t number, std::string_view singular,
                    std::string_view plural);

// "A. Lin and B. Roy"; beyond `limit` names "A. Lin, B. Roy and 12 others".
std::string AuthorsLine(const std::vector<std::string>& authors, size_t limit);

// The beginning of `text` on one line: at most `bytes`, cut between words,
// with an ellipsis when something is left out.
std::string Excerpt(std::string_view text, size_t bytes);

// "no list yet" becomes "No list yet."; empty stays empty.
std::string AsSentence(std::string text);

}  // namespace broadsheet::gateway

#endif  // BROADSHEET_GATEWAY_WEB_WORDING_H_
