#ifndef BROADSHEET_INGEST_ARXIV_RECORD_H_
#define BROADSHEET_INGEST_ARXIV_RECORD_H_

#include <string>
#include <vector>

#include "broadsheet/v1/paper.pb.h"

namespace broadsheet::ingest {

// A record of arXiv's OAI-PMH server in the format "arXiv", as it is written.
struct ArxivRecord {
  struct Author {
    std::string keyname;  // "Hoehn", or a collaboration.
    std::string forenames;
    std::string suffix;  // "Jr."
  };

  std::string identifier;  // "oai:arXiv.org:1412.8323"
  std::string datestamp;   // Day of the latest change.
  bool deleted = false;
  // Name of the element inside <metadata>.
  std::string format;

  std::string id;
  std::string created;
  std::string updated;
  std::vector<Author> authors;
  std::string title;
  std::string categories;
  std::string comments;
  std::string journal_ref;
  std::string doi;
  std::string license;
  std::string abstract;
};

// The paper of a record. Dates need care:
// - the server writes the date of the current version as <created>, although
//   the schema says the first one: when it is later than the month after the
//   one in the id, it counts as the day of the latest version;
// - the day of announcement is not told: a record with one version that changed
//   last within a week of its creation was announced that day (its datestamp);
//   others get no such day.
v1::Paper ToPaper(const ArxivRecord& record);

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_ARXIV_RECORD_H_
