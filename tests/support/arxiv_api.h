#ifndef BROADSHEET_TESTS_SUPPORT_ARXIV_API_H_
#define BROADSHEET_TESTS_SUPPORT_ARXIV_API_H_

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "common/http_server.h"

namespace broadsheet::testing {

// arXiv's API as far as single papers are asked of it: `id_list` finds the
// papers of these ids, and for others the feed is empty. Thread-safe.
class ArxivApi {
 public:
  explicit ArxivApi(std::set<std::string> ids);

  std::string url() const;
  // What was asked for so far.
  std::vector<std::string> asked() const;
  static std::string TitleOf(const std::string& id) { return "Study of " + id; }

 private:
  std::string Answer(const std::string& target);

  const std::set<std::string> ids_;
  mutable std::mutex mu_;
  std::vector<std::string> asked_;      // GUARDED_BY(mu_)
  std::unique_ptr<HttpServer> server_;  // Last: its threads use the above.
};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SUPPORT_ARXIV_API_H_
