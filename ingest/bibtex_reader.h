#ifndef BROADSHEET_INGEST_BIBTEX_READER_H_
#define BROADSHEET_INGEST_BIBTEX_READER_H_

#include "ingest/bibtex_parser.h"
#include "ingest/record.h"

namespace broadsheet::ingest {

// Papers of a .bib file. The id is arXiv's where eprint, journal ("arXiv
// preprint arXiv:ID", DBLP's "abs/ID"), doi or url tells one, else the DOI's,
// else the entry's key. A day of publication needs year, month and day. Records
// are numbered by the lines where they begin.
class BibtexReader final : public RecordReader {
 public:
  // `sink` must outlive this.
  explicit BibtexReader(PaperSink* sink);

  void Feed(std::string_view chunk) override { parser_.Feed(chunk); }
  void Finish() override { parser_.Finish(); }

 private:
  void Read(const BibtexParser::Result& result);

  PaperSink* sink_;
  BibtexParser parser_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_BIBTEX_READER_H_
