#ifndef BROADSHEET_TESTS_FAULTS_WRITER_H_
#define BROADSHEET_TESTS_FAULTS_WRITER_H_

#include <atomic>
#include <thread>

namespace broadsheet::faults {

// A thread that writes until it is told to stop, and then goes on only until
// what it sent last is acknowledged.
class Writer {
 public:
  virtual ~Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void Start() {
    thread_ = std::thread([this] {
      while (!stopping_) Round();
      done_ = true;
    });
  }
  void RequestStop() { stopping_ = true; }
  bool done() const { return done_; }
  // Gives up whatever is still in doubt.
  void Abandon() {
    abandoned_ = true;
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }

 protected:
  Writer() = default;
  // One write, with as many tries as it takes.
  virtual void Round() = 0;
  bool abandoned() const { return abandoned_; }
  bool stopping() const { return stopping_; }

 private:
  std::atomic<bool> stopping_{false};
  std::atomic<bool> abandoned_{false};
  std::atomic<bool> done_{false};
  std::thread thread_;
};

}  // namespace broadsheet::faults

#endif  // BROADSHEET_TESTS_FAULTS_WRITER_H_
