#ifndef BROADSHEET_INGEST_XML_READER_H_
#define BROADSHEET_INGEST_XML_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/record.h"

struct XML_ParserStruct;  // Of Expat, whose header stays in the .cc file.

namespace broadsheet::ingest {

// What the readers of XML formats share. Expat keeps no tree: a format is a
// class that is told where elements begin and end, and keeps what it needs.
// Entities, document types and encodings other than UTF-8 are refused: nothing
// is ever expanded. Depth and the sizes of texts, tags and records are bounded.
// Records are numbered from 1. Damage refuses the rest of the document, with
// field "document".
//
// Names are local ones: "record" of "oai:record". Servers leave out or mix up
// namespaces, and an excerpt of a document has lost their declarations.
class XmlReader : public RecordReader {
 public:
  ~XmlReader() override;
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  void Feed(std::string_view chunk) final;
  void Finish() final;

  // What broke the document, if anything did.
  const std::optional<std::string>& damage() const { return damage_; }

 protected:
  // Names and values by turns, then a null pointer.
  using Attributes = const char**;

  // `sink` must outlive this.
  explicit XmlReader(PaperSink* sink);

  // An element begins: open elements are those around it.
  virtual void OnStart(std::string_view name, Attributes attributes) = 0;
  // An element ends: open elements are those around it, text() is what stood in
  // it after the last element inside.
  virtual void OnEnd(std::string_view name) = 0;
  // The root has ended.
  virtual void OnDocumentEnd() = 0;
  // The id of the record that is being read, as far as it is known.
  virtual std::string RecordId() const = 0;

  // For the format, during the calls above.

  // The element that begins or ends is a record.
  void BeginRecord(std::string_view name);
  void EndRecord(v1::Paper paper);
  void EndRefused(const std::string& id, std::string_view field,
                  std::string_view rule);
  // The document cannot be read any further. One refusal stands for the rest.
  void Break(std::string reason);

  bool in_record() const { return in_record_; }
  int64_t records() const { return records_; }
  // Open elements around the one that begins or ends.
  size_t depth() const { return path_.size(); }
  bool Below(std::string_view parent) const;
  // The text of the element that ends, which may be moved out.
  std::string& text() { return text_; }
  std::string TrimmedText() const;
  // The value of an attribute; nothing when it is missing.
  static std::optional<std::string_view> Attribute(Attributes attributes,
                                                   std::string_view name);

 private:
  struct ParserDeleter {
    void operator()(XML_ParserStruct* parser) const;
  };
  struct Callbacks;

  void Parse(std::string_view chunk, bool last);
  void Start(std::string_view name, Attributes attributes);
  void End(std::string_view name);
  void AddText(std::string_view part);
  void AddMarkup(std::string_view part);
  void CheckEncoding(const char* encoding);

  PaperSink* sink_;
  std::unique_ptr<XML_ParserStruct, ParserDeleter> parser_;
  std::optional<std::string> damage_;
  std::vector<std::string> path_;  // Open elements, the root first.
  std::string text_;               // Of the innermost one.
  int64_t fed_ = 0;                // Bytes.
  bool in_record_ = false;
  int64_t records_ = 0;
  int64_t record_start_ = 0;  // Byte in the document.
  std::string raw_;           // Beginning of the record as it was written.
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_XML_READER_H_
