#ifndef BROADSHEET_TESTS_SYSTEM_EMBEDDING_SERVER_H_
#define BROADSHEET_TESTS_SYSTEM_EMBEDDING_SERVER_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/http_server.h"

namespace broadsheet::testing {

// An embedding server with an API like OpenAI's, whose vectors of 32 values
// tell which of the made-up subjects a text is about; it also knows that corals
// are of the "ocean", a word that no paper has. Thread-safe.
class EmbeddingServer {
 public:
  // Takes that long for an answer.
  explicit EmbeddingServer(absl::Duration delay = absl::ZeroDuration());

  std::string url() const;
  // All texts so far, in the order asked.
  std::vector<std::string> texts() const;
  // From now on answers 503.
  void Break();

 private:
  HttpResponse Answer(const HttpRequest& request);

  const absl::Duration delay_;
  mutable std::mutex mu_;
  bool broken_ = false;                 // GUARDED_BY(mu_)
  std::vector<std::string> texts_;      // GUARDED_BY(mu_)
  std::unique_ptr<HttpServer> server_;  // Last: uses what is above.
};

}  // namespace broadsheet::testing

#endif  // BROADSHEET_TESTS_SYSTEM_EMBEDDING_SERVER_H_
