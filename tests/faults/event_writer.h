#ifndef BROADSHEET_TESTS_FAULTS_EVENT_WRITER_H_
#define BROADSHEET_TESTS_FAULTS_EVENT_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/faults/clients.h"
#include "tests/faults/draws.h"
#include "tests/faults/journal.h"
#include "tests/faults/read_checker.h"
#include "tests/faults/writer.h"

namespace broadsheet::faults {

// Some readers who vote, save, hide and submit through the gateway, each write
// with the same id until it is acknowledged, and who look whether their own
// writes show.
class EventWriter final : public Writer {
 public:
  // `number` makes its readers its own. The others must outlive this.
  EventWriter(int number, uint64_t seed, const Clients* clients,
              Journal* journal);

 private:
  void Round() override;
  std::string AnyReader();
  // An id of this writer's that was never given before.
  std::string NewId();
  v1::Event MakeEvent(const std::string& reader, const std::string& paper,
                      v1::EventKind kind, absl::Time at);
  v1::Event AnyEvent();
  // Both answer the position of the write, or none when it was abandoned.
  v1::Position Append(const std::vector<v1::Event>& events);
  void AppendSome(size_t count);
  void Submit();
  // To a paper of the reader's feed, which must then leave it.
  void React();
  void TakeResults(const std::vector<v1::Event>& events,
                   const v1::RecordEventsResponse& response);
  // Until it is answered or abandoned; `call` answers a StatusOr.
  template <class Call>
  auto Insist(const std::string& what, Call call);

  const int number_;
  const Clients* clients_;
  Journal* journal_;
  Draws draws_;
  ReadChecker reads_;
  int ids_ = 0;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_EVENT_WRITER_H_
