#ifndef BROADSHEET_CLI_PAPER_PRINTER_H_
#define BROADSHEET_CLI_PAPER_PRINTER_H_

#include <string>
#include <vector>

#include "broadsheet/v1/list.pb.h"
#include "broadsheet/v1/paper.pb.h"
#include "broadsheet/v1/paper_service.pb.h"
#include "broadsheet/v1/reader_service.pb.h"
#include "cli/console.h"

namespace broadsheet::cli {

// Lists of papers, as a table for people or as one JSON object a line for
// programs.

// Notes on the error output why a list is not the usual one; nothing when
// `degraded` is empty.
void PrintDegraded(const Console& console, const std::string& degraded);

// A ranked list. `reader` is empty but for feeds.
std::string RankedJson(const std::vector<v1::ListedPaper>& papers,
                       const std::string& reader);
std::string RankedTable(const std::vector<v1::ListedPaper>& papers,
                        const Console& console);

// What was submitted in a period.
std::string SubmittedJson(const std::vector<v1::SubmittedPaper>& papers,
                          const std::string& period);
std::string SubmittedTable(const std::vector<v1::SubmittedPaper>& papers,
                           const Console& console);

// What a reader saved.
std::string LibraryJson(const std::vector<v1::SavedPaper>& papers,
                        const std::string& reader);
std::string LibraryTable(const std::vector<v1::SavedPaper>& papers,
                         const Console& console);

// One paper in full: JSON with the field names that `ingest` reads, and the
// derived counters; or text, wrapped to the width.
std::string PaperJson(const v1::Paper& paper);
std::string PaperText(const v1::Paper& paper, const Console& console);

// "Vaswani, Shazeer and 6 more".
std::string ShortAuthors(const v1::Paper& paper);

}  // namespace broadsheet::cli

#endif  // BROADSHEET_CLI_PAPER_PRINTER_H_
