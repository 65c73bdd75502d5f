#ifndef BROADSHEET_INGEST_JSON_RECORD_SPLITTER_H_
#define BROADSHEET_INGEST_JSON_RECORD_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace broadsheet::ingest {

// Cuts a stream of JSON into its records, however it is laid out:
//  - JSON lines, or objects one after the other;
//  - one list of objects;
//  - an answer of an API: one object, whose member `container` is the list.
// Keeps at most one record in memory, and of an answer what is not the list
// ("the envelope"). Looks at brackets and strings only: a record need not be
// JSON. After a damaged record between others it goes on at the next one; in a
// list, damage ends the reading. Not thread-safe.
class JsonRecordSplitter {
 public:
  struct Record {
    // Line where it begins; in a list, the number of the element; from 1. Never
    // less than that of the record before: a list behind lines counts on.
    int64_t number;
    std::string_view text;
    // The rule that it breaks ("is cut short"); empty when it is whole.
    std::string_view damage;
  };
  using Handler = std::function<void(const Record&)>;

  // `container` may be empty; it must outlive this.
  JsonRecordSplitter(std::string_view container, size_t limit, Handler handler);

  void Feed(std::string_view chunk);
  void Finish();

  // After Finish: the answer with an empty list; empty when there was none.
  const std::string& envelope() const { return envelope_; }

 private:
  void Step(char c);
  void StepBetween(char c);
  void StepInRecord(char c);
  size_t TakeString(std::string_view rest);
  void Open(char c);
  void OpenContainer();
  void Close(char c);
  void CloseList();
  void Begin();
  void Keep(std::string_view text);
  void Emit(std::string_view damage);
  void Damage(std::string_view rule);

  const std::string_view container_;
  const size_t limit_;
  const Handler handler_;

  // Brackets that are open, and how many were when a record can begin: 0, or 1
  // in a list, 2 in the list of an answer.
  int depth_ = 0;
  int base_ = 0;
  bool in_record_ = false;
  bool in_envelope_ = false;  // Behind the list of an answer.
  bool in_string_ = false;
  bool escaped_ = false;
  bool garbage_ = false;  // Until the end of the line.
  bool lost_ = false;     // Until the end of the stream.
  bool overlong_ = false;
  char last_ = 0;  // The last character that was no white space; '"': a string.
  int64_t line_ = 1;
  int64_t bytes_ = 0;
  int64_t elements_ = 0;
  int64_t number_ = 0;
  int64_t emitted_ = 0;  // The number of the record before.
  std::string string_;   // The beginning of the last string.
  std::string pending_;  // The record, or what there is of the envelope.
  std::string envelope_;
};

}  // namespace broadsheet::ingest

#endif  // BROADSHEET_INGEST_JSON_RECORD_SPLITTER_H_
