#ifndef BROADSHEET_INGEST_ARXIV_RECORD_H_
#define BROADSHEET_INGEST_ARXIV_RECORD_H_

#include <string>
#include <vector>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::ingest {

// What arXiv says of a paper, as it is written: a record of its OAI-PMH server
// in the format "arXiv" or "arXivRaw" (schemas at arxiv.org/OAI/arXiv.xsd and
// arXivRaw.xsd), or a line of its snapshot on Kaggle, which has the fields of
// arXivRaw.
struct ArxivRecord {
  struct Author {
    std::string keyname;  // "Hoehn", or a collaboration.
    std::string forenames;
    std::string suffix;  // "Jr."
  };
  struct Version {
    std::string number;       // "v2"
    std::string date;         // RFC 822: "Mon, 2 Apr 2007 19:18:42 GMT"
    std::string source_type;  // Flags; "I" is a version without a paper.
  };

  std::string identifier;  // "oai:arXiv.org:1412.8323"
  std::string datestamp;   // Day of the latest change.
  bool deleted = false;
  // Name of the element inside <metadata>.
  std::string format;

  std::string id;
  // Days; of the format arXiv only.
  std::string created;
  std::string updated;
  std::vector<Version> versions;  // In their order; not of the format arXiv.
  std::vector<Author> authors;
  std::string raw_authors;  // All in one text, when `authors` is empty.
  std::string title;
  std::string categories;
  std::string comments;
  std::string journal_ref;
  std::string doi;
  std::string license;
  std::string abstract;
};

// The paper of a record. Texts are in TeX and become Unicode, in all formats:
// the same paper then has the same text wherever it comes from. A paper whose
// last version is empty, or whose comment begins with it, is withdrawn.
//
// Dates need care:
// - in the format arXiv the server writes the date of the current version as
//   <created>, although the schema says the first one: when it is later than
//   the month after the one in the id, it counts as the day of the latest
//   version. arXivRaw has the true dates of all versions;
// - the day of announcement is not told: a record with one version that changed
//   last within a week of its creation was announced that day (its datestamp);
//   others get no such day.
v1::Paper ToPaper(const ArxivRecord& record);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ARXIV_RECORD_H_
