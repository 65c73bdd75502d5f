#ifndef BROADSHEET_TESTS_SYSTEM_OAI_ARCHIVE_H_
#define BROADSHEET_TESTS_SYSTEM_OAI_ARCHIVE_H_

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace broadsheet::testing {

// An OAI-PMH server as harvesters meet them: pages by resumption tokens, and
// now and then an answer of 503 with Retry-After, a connection that is cut in
// the middle of a page, or a token that has expired. Thread-safe.
class OaiArchive {
 public:
  // Records have the ids "2601.00001" and so on, in the format arXivRaw, ten a
  // day from 2026-01-01 on, and come `page_size` at a time.
  OaiArchive(int records, int page_size);
  ~OaiArchive();

  std::string url() const;
  // Queries of the requests so far, as they were sent.
  std::vector<std::string> queries() const;
  int faults() const { return faults_; }

 private:
  void Serve();
  void Answer(int connection);
  std::string PageOf(const std::string& query) const;
  std::string List(int first, int end) const;

  const int page_size_;
  const int records_;
  std::atomic<int> faults_{0};
  std::atomic<bool> stopping_{false};
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mu_;
  std::vector<std::string> queries_;  // GUARDED_BY(mu_)
  std::thread thread_;                // Last: uses what is above.
};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SYSTEM_OAI_ARCHIVE_H_
